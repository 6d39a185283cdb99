package dev.stead.task.domain.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.registry.Terminal;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RingTest {
    private static final TerminalId TERMINAL = new TerminalId("t-1");
    private static final SiteId MALL = new SiteId("mall");
    private static final MerchantId BAKERY = new MerchantId("bakery");

    private static Set<PersonId> people(int count) {
        return IntStream.range(0, count).mapToObj(i -> new PersonId("p-" + i)).collect(Collectors.toSet());
    }

    @Test
    void anIdSaysWhatKindOfPlaceItIs() {
        assertThat(RingId.of(TERMINAL)).hasToString("terminal/t-1");
        assertThat(RingId.of(BAKERY)).hasToString("merchant/bakery");
        assertThat(RingId.of(MALL)).hasToString("site/mall");
    }

    @Test
    void aTerminalIsWithinItsMerchantOrElseItsSite() {
        assertThat(RingId.around(new Terminal(TERMINAL, Sample.SQUARE, MALL, BAKERY, Terminal.State.ACTIVE)))
                .contains(RingId.of(BAKERY));
        assertThat(RingId.around(new Terminal(TERMINAL, Sample.SQUARE, MALL, null, Terminal.State.ACTIVE)))
                .contains(RingId.of(MALL));
        assertThat(RingId.around(new Terminal(TERMINAL, Sample.SQUARE, null, null, Terminal.State.ACTIVE)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "ACTIVE", mode = EnumSource.Mode.EXCLUDE)
    void aTerminalThatIsNotInUseIsWithinNothing(Terminal.State state) {
        assertThat(RingId.around(Sample.terminal(state))).isEmpty();
    }

    @Test
    void aRingHasTenThousandAtMost() {
        assertThat(new Ring(RingId.of(MALL), people(10_000), null).subjects()).hasSize(10_000);
        Set<PersonId> tooMany = people(10_001);
        assertThatThrownBy(() -> new Ring(RingId.of(MALL), tooMany, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a ring has at most 10000 subjects, not 10001");
    }

    @Test
    void nobodyChangesARingAfterwards() {
        Set<PersonId> people = new HashSet<>(people(3));
        var ring = new Ring(RingId.of(TERMINAL), people, RingId.of(MALL));
        people.clear();

        assertThat(ring.subjects()).hasSize(3);
    }
}

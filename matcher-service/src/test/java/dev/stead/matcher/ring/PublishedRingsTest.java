package dev.stead.matcher.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Rings.Around;
import dev.stead.matcher.domain.Rings.Scope;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.ring.PublishedRings.Published;
import dev.stead.matcher.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedRingsTest {
    private static final GalleryId PEOPLE = new GalleryId("people");
    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId BOB = new SubjectId("bob");
    private static final CaptureSource TILL = CaptureSource.terminal("t-1");
    private static final Published NEAR = new Published("terminal/t-1", Set.of(ADA), "merchant/m-1");
    private static final Published WIDE = new Published("merchant/m-1", Set.of(ADA, BOB), "");

    private final SettableClock clock = new SettableClock();
    private final PublishedRings rings =
            new PublishedRings(new SearchScopes(Scope.RING_THEN_ALL, Map.of()), Duration.ofMinutes(1), clock);

    @Test
    void aTerminalHasItsRingAndTheWiderOneThatItNames() {
        assertThat(around()).isEqualTo(new Around(Scope.RING_THEN_ALL, Optional.empty(), Optional.empty()));

        rings.put(List.of(NEAR, WIDE), true);
        assertThat(around())
                .isEqualTo(new Around(Scope.RING_THEN_ALL, Optional.of(Set.of(ADA)), Optional.of(Set.of(ADA, BOB))));
        assertThat(rings.around(PEOPLE, CaptureSource.terminal("t-2")).terminal())
                .as("of another terminal nothing is known")
                .isEmpty();
        assertThat(rings.inUse()).isEqualTo(2);
    }

    @Test
    void aRingIsReplacedWhole() {
        rings.put(List.of(NEAR, WIDE), true);
        rings.put(List.of(new Published("terminal/t-1", Set.of(), "")), true);

        assertThat(around().terminal()).contains(Set.of());
        assertThat(around().wider()).isEmpty();
        assertThat(rings.inUse()).isEqualTo(1);
    }

    @Test
    void ringsAreUsedUntilTheTaskServiceWasSilentForTooLong() {
        rings.put(List.of(NEAR), true);
        clock.advance(Duration.ofMinutes(1));
        assertThat(around().terminal()).isPresent();
        assertThat(rings.ageSeconds()).isEqualTo(60);

        clock.advance(Duration.ofMillis(1));
        assertThat(around().terminal()).isEmpty();
        assertThat(rings.inUse()).isZero();

        rings.put(List.of(), true);
        assertThat(around().terminal()).as("confirmed, and nothing had changed").contains(Set.of(ADA));
    }

    @Test
    void whatIsNotCompleteConfirmsNothing() {
        rings.put(List.of(NEAR), false);
        assertThat(around().terminal()).isEmpty();
        assertThat(rings.ageSeconds()).isNaN();
    }

    @Test
    void whenAllIsSentAgainTheOldOnesStayUntilItWas() {
        rings.put(List.of(NEAR, WIDE), true);
        rings.restart();
        rings.put(List.of(new Published("terminal/t-9", Set.of(BOB), "")), false);
        assertThat(around().terminal()).contains(Set.of(ADA));

        rings.put(List.of(), true);
        assertThat(around().terminal()).as("not sent again").isEmpty();
        assertThat(rings.around(PEOPLE, CaptureSource.terminal("t-9")).terminal())
                .contains(Set.of(BOB));
    }

    @Test
    void whatWasSentOfARestartThatBrokeOffCountsForNothing() {
        rings.restart();
        rings.put(List.of(WIDE), false);
        rings.restart();
        rings.put(List.of(NEAR), true);
        assertThat(around().wider()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "all, people, t-1, ALL",
        "'ring,gallery/palms=all', people, t-1, RING",
        "'ring,gallery/palms=all', palms, t-1, ALL",
        "'all, terminal/t-1=ring', people, t-1, RING",
        "'all, terminal/t-1=ring', people, t-2, ALL",
        "'all,gallery/people=ring,terminal/t-1=ring_then_all', people, t-1, RING",
        "'all,gallery/people=ring_then_all,terminal/t-1=ring', people, t-1, RING",
        "'RING_THEN_ALL', people, t-1, RING_THEN_ALL"
    })
    void theScopeIsThatOfGalleryAndTerminal(String text, String gallery, String terminal, Scope expected) {
        SearchScopes scopes = SearchScopes.parse(text).orElseThrow();
        assertThat(scopes.of(new GalleryId(gallery), CaptureSource.terminal(terminal)))
                .isEqualTo(expected);
        assertThat(scopes.of(new GalleryId(gallery), CaptureSource.phoneOf(ADA)))
                .as("a phone has no ring")
                .isEqualTo(Scope.ALL);
    }

    @Test
    void aTerminalThatComparesWithAllHasNoRing() {
        var all = new PublishedRings(SearchScopes.parse("all").orElseThrow(), Duration.ofMinutes(1), clock);
        all.put(List.of(NEAR), true);
        assertThat(all.around(PEOPLE, TILL)).isEqualTo(new Around(Scope.ALL, Optional.empty(), Optional.empty()));
    }

    private Around around() {
        return rings.around(PEOPLE, TILL);
    }
}

package dev.stead.mesh.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IdGeneratorTest {
    private static final Instant NOW = Instant.parse("2022-02-22T19:22:22Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final IdGenerator ids = new IdGenerator(new Environment(now::get, new Random(21)));

    @Test
    void anIdIsOfVersionSevenAndHoldsItsMillisecond() {
        for (int i = 0; i < 100; i++) {
            UUID id = ids.nextUuid();

            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
            // The example of RFC 9562, appendix A.6, is of this instant.
            assertThat(id.toString()).startsWith("017f22e2-79b0-7").hasSize(36);
        }
    }

    @Test
    void laterIdsAreGreater() {
        String before = ids.next();
        now.set(NOW.plusMillis(1));

        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void theEarliestIdOfAnInstantIsAtMostEachOfItsIdsAndAboveThoseBefore() {
        String before = ids.next();
        Instant later = NOW.plusMillis(1);
        now.set(later);

        assertThat(IdGenerator.earliest(NOW)).isEqualTo("017f22e2-79b0-7000-8000-000000000000");
        for (int i = 0; i < 100; i++) {
            assertThat(ids.next()).isGreaterThanOrEqualTo(IdGenerator.earliest(later));
        }
        assertThat(before).isLessThan(IdGenerator.earliest(later));
    }

    @Test
    void theSameEnvironmentGeneratesTheSameIds() {
        var again = new IdGenerator(new Environment(InstantSource.fixed(NOW), new Random(21)));

        assertThat(ids.next()).isEqualTo(again.nextUuid().toString()).isNotEqualTo(again.next());
    }
}

package dev.stead.matcher.domain.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.testing.Directions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a capture is to earlier ones, told from 512 bits of each. */
class CaptureHistoryTest {
    private static final Instant NOW = Instant.EPOCH.plus(Duration.ofDays(100));

    private final Random random = new Random(15);
    private final SketchKey key = new SketchKey(random);

    @ParameterizedTest
    @ValueSource(ints = {128, 512, 1_000, 1_024})
    void theSameNumbersAreARepeatAndSoIsWhatOnlyRoundingChanges(int dimension) {
        var directions = new Directions(dimension, random);
        float[] capture = directions.any();
        CaptureHistory history = history(List.of(directions.at(0.7, capture), capture));

        assertThat(repetition(history, capture)).isEqualTo(Repetition.REPEAT);
        assertThat(repetition(history, scaled(3, capture))).isEqualTo(Repetition.REPEAT);
        int repeats = 0;
        for (int i = 0; i < 50; i++) {
            Repetition found = repetition(history, directions.at(1 - 1e-9, capture));
            assertThat(found).isNotEqualTo(Repetition.NONE);
            repeats += found == Repetition.REPEAT ? 1 : 0;
        }
        assertThat(repeats).isGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 512, 1_024})
    void smallChangesAreAFamily(int dimension) {
        var directions = new Directions(dimension, random);
        float[] capture = directions.any();
        CaptureHistory history = history(List.of(capture));

        for (int i = 0; i < 50; i++) {
            assertThat(repetition(history, directions.at(0.9999, capture))).isNotEqualTo(Repetition.NONE);
        }
    }

    /** Steps of 22.5 degrees, far more than a neighbour: only the line gives them away. */
    @ParameterizedTest
    @ValueSource(ints = {128, 512, 1_024})
    void theThirdPointOfALineIsOfAFamilyWhicheverComesLast(int dimension) {
        var directions = new Directions(dimension, random);
        for (int i = 0; i < 50; i++) {
            float[] one = directions.any();
            float[] other = directions.across(one);
            List<float[]> line = List.of(onLine(one, other, 0), onLine(one, other, 0.25), onLine(one, other, 0.5));
            for (int last = 0; last < 3; last++) {
                List<float[]> before = new ArrayList<>(line);
                float[] capture = before.remove(last);
                assertThat(repetition(history(before), capture)).isEqualTo(Repetition.FAMILY);
            }
        }
    }

    /** Months of one person: some captures of a short while, and frames of one presentation that follow each other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void capturesOfOnePersonAreNone(long seed) {
        var directions = new Directions(512, new Random(seed));
        float[] person = directions.any();
        CaptureHistory history = CaptureHistory.EMPTY;
        int captures = 0;
        for (int presentation = 0; presentation < 300; presentation++) {
            // Three clear ones and a poor one; genuine pairs have 0.4 to 0.9, two frames 0.97.
            float[] first = directions.at(presentation % 4 == 3 ? 0.7 : 0.95, person);
            List<CaptureSketch> frames = List.of(
                    key.sketch(first), key.sketch(directions.at(0.97, first)), key.sketch(directions.at(0.97, first)));
            for (CaptureSketch frame : frames) {
                assertThat(history.repetitionOf(frame, NOW))
                        .as("capture %s", captures++)
                        .isEqualTo(Repetition.NONE);
            }
            history = history.with(frames, NOW);
        }
        assertThat(history.size()).isEqualTo(CaptureHistory.MOST);
    }

    @Test
    void whatIsOlderThanThirtyDaysIsForgotten() {
        float[] capture = new Directions(512, random).any();
        CaptureHistory history = history(List.of(capture));

        assertThat(history.repetitionOf(key.sketch(capture), NOW.plus(CaptureHistory.MEMORY)))
                .isEqualTo(Repetition.REPEAT);
        Instant later = NOW.plus(CaptureHistory.MEMORY).plusSeconds(1);
        assertThat(history.repetitionOf(key.sketch(capture), later)).isEqualTo(Repetition.NONE);
        assertThat(history.with(List.of(key.sketch(capture)), later).size()).isOne();
    }

    @Test
    void theOldestAreDroppedWhenThereAreTooMany() {
        var directions = new Directions(512, random);
        float[] oldest = directions.any();
        CaptureHistory history = history(List.of(oldest));
        for (int i = 0; i < CaptureHistory.MOST; i++) {
            assertThat(repetition(history, oldest)).isEqualTo(Repetition.REPEAT);
            history = history.with(List.of(key.sketch(directions.any())), NOW);
        }

        assertThat(repetition(history, oldest)).isEqualTo(Repetition.NONE);
        assertThat(history.size()).isEqualTo(CaptureHistory.MOST);
    }

    @Test
    void withAnotherKeyTheSketchesOfOneCaptureHaveNothingInCommon() {
        float[] capture = new Directions(512, random).any();
        long[] mine = new long[CaptureSketch.WORDS];
        key.sketch(capture).copyTo(mine, 0);

        assertThat(new SketchKey(random).sketch(capture).distanceTo(mine, 0)).isBetween(200, 312);
    }

    @Test
    void neitherSketchNorKeyPrintsItself() {
        CaptureSketch sketch = key.sketch(new Directions(512, random).any());

        assertThat(sketch).hasToString("CaptureSketch[512 bits]");
        assertThat(key).hasToString("SketchKey");
        assertThat(CaptureHistory.EMPTY.with(List.of(sketch), NOW)).hasToString("CaptureHistory[1 sketches]");
    }

    private CaptureHistory history(List<float[]> captures) {
        return CaptureHistory.EMPTY.with(captures.stream().map(key::sketch).toList(), NOW);
    }

    private Repetition repetition(CaptureHistory history, float[] capture) {
        return history.repetitionOf(key.sketch(capture), NOW);
    }

    private static float[] onLine(float[] one, float[] other, double share) {
        double angle = share * Math.PI / 2;
        return Directions.mixed(Math.cos(angle), one, Math.sin(angle), other);
    }

    private static float[] scaled(float times, float[] values) {
        float[] made = values.clone();
        for (int i = 0; i < made.length; i++) {
            made[i] *= times;
        }
        return made;
    }
}

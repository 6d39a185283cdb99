package dev.stead.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PopulationTest {
    private static final Map<String, Double> MEASURED = GeneratedFigures.of(new Population(512, 1), 2_500, 1_000);

    /** Tolerances are for 2,500 people; docs/embeddings.md has the figures of 5,716. */
    @ParameterizedTest(name = "{0} is {1} +- {2} (seed 1)")
    @CsvSource({
        "genuine mean, 0.683, 0.01",
        "genuine deviation, 0.117, 0.01",
        "genuine 1 %, 0.346, 0.04",
        "impostor mean, 0.006, 0.003",
        "impostor deviation, 0.096, 0.003",
        "impostor 1 - 1e-3, 0.333, 0.01",
        "impostor 1 - 1e-4, 0.409, 0.015",
        "impostor 1 - 1e-5, 0.474, 0.02",
        "components for 50 %, 40, 3",
        "components for 90 %, 106, 3",
        "components for 99 %, 139, 3",
        "best non-mated of 100, 0.264, 0.01",
        "best non-mated of 1000, 0.344, 0.01",
        "'bad captures of two people, 99 %', 0.78, 0.03",
    })
    void generatedPeopleAreAsAlikeAsRealOnes(String figure, double real, double tolerance) {
        assertThat(MEASURED).containsKey(figure);
        assertThat(MEASURED.get(figure)).isCloseTo(real, within(tolerance));
    }

    @Test
    void theIntrinsicDimensionIsFarUnderThatOfNoiseWithTheSameSpectrum() {
        assertThat(MEASURED.get("dimension, TwoNN")).isBetween(36.0, 46.0);
        assertThat(MEASURED.get("dimension, MLE 30")).isBetween(35.0, 43.0);
    }

    @Test
    void aRowDependsOnlyOnSeedPersonAndCapture() {
        Population first = new Population(128, 7);
        Population second = new Population(128, 7);
        first.sample(3, 0);

        assertThat(second.sample(41, 2)).containsExactly(first.sample(41, 2));
        assertThat(second.sample(41, 3)).isNotEqualTo(first.sample(41, 2));
        assertThat(new Population(128, 8).sample(41, 2)).isNotEqualTo(first.sample(41, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 128, 500, 1024})
    void everyEmbeddingHasUnitNorm(int dimension) {
        float[] embedding = new Population(dimension, 1).badSample(5, 1);

        assertThat(embedding).hasSize(dimension);
        assertThat((double) Dot.of(embedding, 0, embedding, 0, dimension)).isCloseTo(1, within(1e-5));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 15, 4097})
    void anImpossibleDimensionIsRefused(int dimension) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Population(dimension, 1));
    }

    @Test
    void framesOfABurstAreMoreAlikeThanCapturesAndAllOfThePerson() {
        var people = new Population(512, 1);
        double ofBurst = 0;
        double ofCaptures = 0;
        double ofOthers = 0;
        for (int person = 0; person < 200; person++) {
            float[] frame = people.frame(person, 1, 0, false);
            ofBurst += dot(frame, people.frame(person, 1, 1, false)) / 200;
            ofCaptures += dot(frame, people.frame(person, 2, 0, false)) / 200;
            ofOthers += dot(frame, people.frame(person + 200, 1, 1, false)) / 200;
        }
        assertThat(ofCaptures).isCloseTo(0.683, within(0.02));
        assertThat(ofBurst).isBetween(0.8, 0.9);
        assertThat(ofOthers).isBetween(-0.05, 0.05);
        assertThat(dot(people.frame(3, 1, 0, true), people.sample(3, 0)))
                .as("a bad burst")
                .isLessThan(dot(people.frame(3, 1, 0, false), people.sample(3, 0)));
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}

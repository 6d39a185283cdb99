package dev.stead.matcher.domain.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImpostorTailTest {
    private static final double FPIR = 0.001;
    private static final float NOWHERE = 2;

    /** Maxima whose tail above 0.2 is Pareto's: their true FPIR is known everywhere. */
    private record Known(double shape, double scale) {
        double fpir(double threshold) {
            double scaled = (threshold - 0.2) / scale;
            return shape == 0 ? Math.exp(-scaled) : Math.pow(Math.max(0, 1 + shape * scaled), -1 / shape);
        }

        float draw(SplittableRandom random) {
            double u = 1 - random.nextDouble();
            double scaled = shape == 0 ? -Math.log(u) : (Math.pow(u, -shape) - 1) / shape;
            return (float) (0.2 + scale * scaled);
        }

        RingMaxima draw(int count, float truncation, SplittableRandom random) {
            var maxima = new RingMaxima(100);
            while (maxima.probes() < count) {
                float one = draw(random);
                if (one < truncation) {
                    maxima.add(one);
                }
            }
            return maxima;
        }
    }

    @ParameterizedTest(name = "shape {0}")
    @ValueSource(doubles = {-0.1, 0, 0.1})
    void thresholdBuysTheFpirThatWasAsked(double shape) {
        var known = new Known(shape, 0.03);
        double[] bought = IntStream.range(0, 20)
                .mapToDouble(
                        seed -> known.fpir(threshold(known.draw(5_000, NOWHERE, new SplittableRandom(seed)), NOWHERE)))
                .sorted()
                .toArray();
        assertThat(bought[10]).isBetween(FPIR / 1.5, FPIR * 1.5);
        assertThat(bought[1]).isGreaterThan(FPIR / 4);
        assertThat(bought[18]).isLessThan(FPIR * 3);
    }

    @Test
    void intervalHoldsTheTrueFpirNineteenTimesOfTwenty() {
        var known = new Known(0.03, 0.03);
        int held = 0;
        for (int seed = 0; seed < 50; seed++) {
            ImpostorTail tail = ImpostorTail.fit(
                            known.draw(2_000, NOWHERE, new SplittableRandom(seed)), NOWHERE, 0, FPIR)
                    .orElseThrow();
            RingThreshold found = tail.at(100, FPIR);
            double fpir = known.fpir(found.threshold());
            held += found.leastFpir() <= fpir && fpir <= found.mostFpir() ? 1 : 0;
        }
        assertThat(held).isBetween(44, 50);
    }

    @Test
    void fewDataGiveAHigherThresholdAndAWiderInterval() {
        var known = new Known(0, 0.03);
        double few = 0;
        double many = 0;
        for (int seed = 0; seed < 20; seed++) {
            var random = new SplittableRandom(seed);
            few += threshold(known.draw(150, NOWHERE, random), NOWHERE);
            many += threshold(known.draw(10_000, NOWHERE, random), NOWHERE);
        }
        assertThat(few).isGreaterThan(many);
        assertThat(interval(known.draw(150, NOWHERE, new SplittableRandom(1))))
                .isGreaterThan(2.5 * interval(known.draw(10_000, NOWHERE, new SplittableRandom(1))));
    }

    @Test
    void whatFewDataShowIsLessThanWhatTheyMayMean() {
        var known = new Known(0, 0.03);
        RingThreshold few =
                fit(known.draw(150, NOWHERE, new SplittableRandom(1))).at(1, FPIR);
        RingThreshold many =
                fit(known.draw(10_000, NOWHERE, new SplittableRandom(1))).at(1, FPIR);
        assertThat(few.threshold() - few.least()).isGreaterThan(2.5f * (many.threshold() - many.least()));
        assertThat(known.fpir(few.least())).isGreaterThan(FPIR);
        assertThat(few.least()).isLessThan(many.threshold());
    }

    private static ImpostorTail fit(RingMaxima maxima) {
        return ImpostorTail.fit(maxima, NOWHERE, 0, FPIR).orElseThrow();
    }

    /** The guard keeps out whoever reaches the threshold, and the next calibration does not see them. */
    @Test
    void guardThatFollowsTheThresholdDoesNotPressItDown() {
        var known = new Known(0, 0.03);
        double[] last = new double[6];
        for (int seed = 0; seed < last.length; seed++) {
            var random = new SplittableRandom(seed);
            float guard = threshold(known.draw(5_000, NOWHERE, random), NOWHERE);
            for (int calibration = 0; calibration < 10; calibration++) {
                guard = threshold(known.draw(5_000, guard, random), guard);
            }
            last[seed] = Math.log(known.fpir(guard) / FPIR);
        }
        assertThat(IntStream.range(0, last.length)
                        .mapToDouble(i -> last[i])
                        .average()
                        .orElseThrow())
                .isCloseTo(0, within(0.4));
    }

    @Test
    void maximaOfOneProbeCountAsOneIfTheyAreAlike() {
        var known = new Known(0, 0.03);
        var random = new SplittableRandom(7);
        var alone = new RingMaxima(5);
        var repeated = new RingMaxima(5);
        for (int i = 0; i < 2_000; i++) {
            float one = known.draw(random);
            alone.add(one);
            repeated.add(one, one, one, one, one);
        }
        assertThat(repeated.designEffect(0.3f)).isCloseTo(5, within(0.1));
        assertThat(alone.designEffect(0.3f)).isCloseTo(1, within(0.01));
        assertThat(interval(repeated)).isGreaterThan(0.8 * interval(alone));
    }

    @Test
    void fewerThanAHundredMaximaAreTooFew() {
        var known = new Known(0, 0.03);
        assertThat(ImpostorTail.fit(known.draw(99, NOWHERE, new SplittableRandom(1)), NOWHERE, 0, FPIR))
                .isEmpty();
        assertThat(ImpostorTail.fit(known.draw(100, NOWHERE, new SplittableRandom(1)), NOWHERE, 0, FPIR))
                .isPresent();
    }

    @Test
    void equalMaximaGiveNoTail() {
        var equal = new RingMaxima(5);
        IntStream.range(0, 1_000).forEach(_ -> equal.add(0.5f));
        assertThat(ImpostorTail.fit(equal, NOWHERE, 0, FPIR)).isEmpty();
    }

    private static float threshold(RingMaxima maxima, float truncation) {
        return ImpostorTail.fit(maxima, truncation, 0, FPIR).orElseThrow().threshold(FPIR);
    }

    /** As a difference of logarithms. */
    private static double interval(RingMaxima maxima) {
        ImpostorTail tail = ImpostorTail.fit(maxima, NOWHERE, 0, FPIR).orElseThrow();
        RingThreshold found = tail.at(1, FPIR);
        return Math.log(found.mostFpir() / found.leastFpir());
    }
}

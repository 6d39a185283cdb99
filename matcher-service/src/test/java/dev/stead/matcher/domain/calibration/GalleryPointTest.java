package dev.stead.matcher.domain.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.OperatingPoint;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GalleryPointTest {
    private static final OperatingPoint FIXED = new OperatingPoint(0.6f, 0.07f);
    private static final ThresholdCurve CURVE = new ThresholdCurve(Map.of(1, 0.3f, 1_000_000, 0.7f));

    private final GalleryPoint current = new GalleryPoint(FIXED);

    @Test
    void aFixedPointIsTheSameForEverySize() {
        for (long subjects : new long[] {0, 1, 1_000_000, Long.MAX_VALUE}) {
            assertThat(current.at(subjects)).isEqualTo(FIXED);
        }
    }

    @Test
    void pointFollowsTheSizeOfTheGalleryAtOnce() {
        current.follow(CURVE, 3, 1_000);
        for (long subjects : new long[] {0, 1, 7, 1_000, 1_051, 999_999, 20}) {
            assertThat(current.at(subjects).threshold())
                    .as("%d subjects", subjects)
                    .isBetween(
                            CURVE.at(Math.max(500, subjects)),
                            CURVE.at(Math.max(500, subjects + subjects / 10)) + 1e-6f);
            assertThat(current.at(subjects).margin()).isEqualTo(0.07f);
            assertThat(current.at(subjects).calibration()).isEqualTo(3);
        }
    }

    /** A family of five, too. */
    @Test
    void aSmallGalleryHasThePointOfOneOfFiveHundred() {
        current.follow(CURVE, 3, 1_000);
        assertThat(current.at(5).threshold()).isEqualTo(CURVE.at(500));
    }

    @Test
    void oneSubjectMoreIsTheSamePoint() {
        current.follow(CURVE, 3, 1_000);
        OperatingPoint first = current.at(1_000);
        for (int subjects : new int[] {1_001, 1_050, 950}) {
            assertThat(current.at(subjects)).isSameAs(first);
        }
        assertThat(current.at(1_051)).isNotEqualTo(first);
        assertThat(current.curve()).isEqualTo(CURVE);
    }

    @Test
    void aRingHasThePointOfItsOwnSize() {
        current.follow(CURVE, 3, 1_000);
        assertThat(current.ofRing(7)).isEqualTo(new OperatingPoint(CURVE.at(7), 0.07f, 3));
    }

    /** Whoever reads while it changes gets the threshold of one calibration, and never that of another. */
    @Test
    void whoReadsDuringAChangeGetsOnePointWhole() {
        ThresholdCurve other = ThresholdCurve.flat(0.9f);
        var over = new AtomicBoolean();
        current.follow(CURVE, 1, 100);
        CompletableFuture<Boolean> reading = CompletableFuture.supplyAsync(() -> {
            boolean whole = true;
            for (long subjects = 100; !over.get(); subjects = subjects == 100 ? 10_000 : 100) {
                OperatingPoint point = current.at(subjects);
                whole &= point.calibration() % 2 == 0 ? point.threshold() == 0.9f : point.threshold() < 0.6f;
            }
            return whole;
        });
        for (int version = 2; version < 20_000; version++) {
            current.follow(version % 2 == 0 ? other : CURVE, version, version % 3 == 0 ? 100 : 10_000);
        }
        over.set(true);
        assertThat(reading.join()).isTrue();
    }
}

package dev.stead.task.domain.mandate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.geo.JtsFence;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which points an area rules out at a glance. */
class PolygonReachTest {
    private static final int CASES = 2_000;

    private final JtsFence fence = new JtsFence();

    static LongStream seeds() {
        return LongStream.of(1, 2, 3);
    }

    private static LatLng at(double latitude, double longitude) {
        return new LatLng(latitude, longitude);
    }

    private static Place.Polygon of(LatLng... corners) {
        List<LatLng> ring = new ArrayList<>(List.of(corners));
        ring.add(corners[0]);
        return new Place.Polygon(ring);
    }

    @Test
    void whatLiesNorthOrSouthOfItIsOut() {
        var triangle = of(at(10, 0), at(20, 5), at(15, 10));

        assertThat(triangle.mayReach(at(15, 3))).isTrue();
        assertThat(triangle.mayReach(at(15, 170))).as("east is not looked at").isTrue();
        assertThat(triangle.mayReach(at(10 - 2e-6, 0))).isFalse();
        assertThat(triangle.mayReach(at(20 + 2e-6, 5))).isFalse();
    }

    /** Rounding must not rule out a point that counts as on the edge. */
    @Test
    void aTenthOfAMetreMoreIsIn() {
        var triangle = of(at(10, 0), at(20, 5), at(15, 10));

        assertThat(triangle.mayReach(at(10 - 1e-6, 0))).isTrue();
        assertThat(triangle.mayReach(at(20 + 1e-6, 5))).isTrue();
    }

    @Test
    void anAreaAroundAPoleReachesThePole() {
        var arctic = of(at(70, 0), at(70, 120), at(70, -120));

        assertThat(arctic.mayReach(at(89, 33))).isTrue();
        assertThat(fence.metersOutside(arctic, at(89, 33))).isZero();
        assertThat(of(at(70, 100), at(71, 179), at(72, -170)).mayReach(at(89, 33)))
                .as("across the antimeridian only")
                .isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverLiesWithinIsNeverRuledOut(long seed) {
        var random = new Random(seed);
        int within = 0;
        for (int i = 0; i < CASES; i++) {
            double size = random.nextBoolean() ? 100 : 0.01;
            LatLng near = at(random.nextDouble(-80, 80), random.nextDouble(-180, 180));
            var polygon = of(around(random, near, size), around(random, near, size), around(random, near, size));
            LatLng point = around(random, near, size);
            if (fence.metersOutside(polygon, point) <= 0.01) {
                within++;
                assertThat(polygon.mayReach(point))
                        .as("%s in %s", point, polygon)
                        .isTrue();
            }
        }
        assertThat(within).isGreaterThan(CASES / 20);
    }

    private static LatLng around(Random random, LatLng near, double degrees) {
        return at(
                Math.clamp(near.latitude() + random.nextDouble(-degrees, degrees), -90, 90),
                Math.IEEEremainder(near.longitude() + random.nextDouble(-degrees, degrees), 360));
    }
}

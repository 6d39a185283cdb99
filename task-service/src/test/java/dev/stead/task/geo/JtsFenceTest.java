package dev.stead.task.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stead.task.domain.mandate.Place.Polygon;
import dev.stead.task.domain.registry.LatLng;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JtsFenceTest {
    private final JtsFence fence = new JtsFence();

    private static Polygon polygon(double... degrees) {
        List<LatLng> ring = new ArrayList<>();
        for (int i = 0; i < degrees.length; i += 2) {
            ring.add(new LatLng(degrees[i], degrees[i + 1]));
        }
        ring.add(ring.getFirst());
        return new Polygon(ring);
    }

    private double outside(Polygon polygon, double latitude, double longitude) {
        return fence.metersOutside(polygon, new LatLng(latitude, longitude));
    }

    @Test
    void pointsWithinAndOnTheEdgeAreInside() {
        Polygon square = polygon(0, 0, 0, 1, 1, 1, 1, 0);
        assertThat(fence.isSimple(square)).isTrue();
        assertThat(outside(square, 0.5, 0.5)).isZero();
        assertThat(outside(square, 0, 0.5)).isZero();
        assertThat(outside(square, 1, 1)).isZero();
    }

    /** As maps export them: a corner twice, the first point again before the ring is closed, either way round. */
    @Test
    void cornersMayComeTwiceAndEitherWayRound() {
        Polygon repeated = polygon(0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0);
        Polygon other = polygon(0, 0, 1, 0, 1, 1, 0, 1);
        for (Polygon square : List.of(repeated, other)) {
            assertThat(fence.isSimple(square)).isTrue();
            assertThat(outside(square, 0.5, 0.5)).isZero();
            assertThat(outside(square, 0.5, 1.001)).isCloseTo(111.2, within(0.5));
        }
    }

    /** A ring from 180 to -180 degrees is closed, and does not go round the Earth. */
    @Test
    void aRingMayBeClosedOnTheOtherSideOfTheAntimeridian() {
        LatLng first = new LatLng(10, 180);
        Polygon area = new Polygon(
                List.of(first, new LatLng(10, -179), new LatLng(11, -179), new LatLng(11, 180), new LatLng(10, -180)));
        assertThat(fence.isSimple(area)).isTrue();
        assertThat(outside(area, 10.5, -179.5)).isZero();
        assertThat(outside(area, 10.5, 179.999)).isCloseTo(109, within(1.0));
        assertThat(outside(area, 10.5, 0)).isGreaterThan(1_000_000);
    }

    @Test
    void pointsOutsideAreAsFarAsTheNearestEdge() {
        Polygon square = polygon(0, 0, 0, 1, 1, 1, 1, 0);
        assertThat(outside(square, 0.5, 1.001)).isCloseTo(111.2, within(0.5));
        assertThat(outside(square, -0.001, 0.5)).isCloseTo(111.2, within(0.5));
        // At 60 degrees north a degree of longitude is half as long.
        Polygon north = polygon(60, 10, 60, 11, 61, 11, 61, 10);
        assertThat(outside(north, 60.5, 11.002)).isCloseTo(109.5, within(1.0));
    }

    @Test
    void dentsAreOutside() {
        Polygon horseshoe = polygon(0, 0, 0, 3, 2, 3, 2, 2, 1, 2, 1, 1, 2, 1, 2, 0);
        assertThat(fence.isSimple(horseshoe)).isTrue();
        assertThat(outside(horseshoe, 1.5, 0.5)).isZero();
        assertThat(outside(horseshoe, 1.5, 1.5)).isGreaterThan(50_000);
    }

    @Test
    void areasMayLieAcrossTheAntimeridian() {
        Polygon fiji = polygon(-18, 179, -18, -179, -16, -179, -16, 179);
        assertThat(fence.isSimple(fiji)).isTrue();
        assertThat(outside(fiji, -17, 179.5)).isZero();
        assertThat(outside(fiji, -17, -179.5)).isZero();
        assertThat(outside(fiji, -17, 180)).isZero();
        assertThat(outside(fiji, -17, -180)).isZero();
        assertThat(outside(fiji, -17, 0)).isGreaterThan(10_000_000);
        assertThat(outside(fiji, -17, -178.999)).isCloseTo(106, within(1.0));
        assertThat(outside(fiji, -17, 178.999)).isCloseTo(106, within(1.0));
    }

    @Test
    void areasMayGoAroundAPole() {
        Polygon arctic = polygon(80, 0, 80, 90, 80, 180, 80, -90);
        assertThat(fence.isSimple(arctic)).isTrue();
        assertThat(outside(arctic, 90, 0)).isZero();
        assertThat(outside(arctic, 85, 135)).isZero();
        assertThat(outside(arctic, 85, -135)).isZero();
        assertThat(outside(arctic, 79, 45)).isCloseTo(111_195, within(1_000.0));
        Polygon antarctic = polygon(-70, 0, -70, -120, -70, 120);
        assertThat(outside(antarctic, -89, 77)).isZero();
        assertThat(outside(antarctic, 70, 77)).isGreaterThan(10_000_000);
    }

    @Test
    void ringsThatCrossTouchOrEncloseNothingAreNotSimple() {
        assertThat(fence.isSimple(polygon(0, 0, 1, 1, 0, 1, 1, 0))).isFalse();
        assertThat(fence.isSimple(polygon(0, 0, 0, 2, 0, 1))).isFalse();
        assertThat(fence.isSimple(polygon(0, 0, 0, 0, 0, 0))).isFalse();
        assertThat(fence.isSimple(polygon(0, 0, 0, 2, 1, 1, 2, 2, 2, 0, 1, 1))).isFalse();
        assertThat(fence.isSimple(polygon(0, 179, 2, -179, 0, -179, 2, 179))).isFalse();
    }

    static LongStream seeds() {
        return LongStream.range(0, 100).map(i -> i * 104_729 + 7);
    }

    /** A regular polygon of many corners is a circle, but for a hair; anywhere but near the poles. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aManyCorneredRingAgreesWithTheCircleThatItDraws(long seed) {
        var random = new Random(seed);
        LatLng center = new LatLng(random.nextDouble(-75, 75), random.nextDouble(-180, 180));
        double radius = random.nextDouble(50, 5_000);
        List<LatLng> ring = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            ring.add(toward(center, radius, 2 * Math.PI * i / 90));
        }
        ring.add(ring.getFirst());
        var polygon = new Polygon(ring);
        assertThat(fence.isSimple(polygon)).as("seed %d", seed).isTrue();
        for (int i = 0; i < 20; i++) {
            double distance = radius * random.nextDouble(0.2, 3);
            LatLng point = toward(center, distance, random.nextDouble(2 * Math.PI));
            double expected = Math.max(0, center.metersTo(point) - radius);
            assertThat(fence.metersOutside(polygon, point))
                    .as("seed %d, centre %s, radius %.0f, point %s", seed, center, radius, point)
                    .isCloseTo(expected, within(1 + radius * 0.005));
        }
    }

    private static LatLng toward(LatLng from, double meters, double bearing) {
        double latitude = from.latitude() + meters * Math.cos(bearing) / 111_195;
        double longitude = from.longitude()
                + meters * Math.sin(bearing) / (111_195 * Math.cos(Math.toRadians((latitude + from.latitude()) / 2)));
        return new LatLng(latitude, Math.IEEEremainder(longitude, 360));
    }
}

package dev.stead.task.domain.mandate;

import dev.stead.task.domain.Require;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.registry.LatLng;
import java.util.List;

/** Where a task may be done. */
public sealed interface Place {

    /** All points within a distance of a centre; metres, more than 0 and at most 100,000. */
    record Circle(LatLng center, double radiusMeters) implements Place {
        public Circle {
            Require.that(
                    radiusMeters > 0 && radiusMeters <= 100_000,
                    TaskError.RADIUS_INVALID,
                    "radius_meters must be more than 0 and at most 100000, not " + radiusMeters);
        }
    }

    /**
     * A simple area: one closed ring of 4 to 100 points, the last equal to the first. An edge runs the shorter way round the Earth,
     * straight in degrees. {@code Fence.isSimple} checks that the ring does not cross itself.
     */
    record Polygon(List<LatLng> ring) implements Place {
        /** A tenth of a metre. */
        private static final double ROUNDING_DEGREES = 1e-6;

        public Polygon {
            ring = List.copyOf(ring);
            Require.that(
                    ring.size() >= 4 && ring.size() <= 100,
                    TaskError.POLYGON_INVALID,
                    "a polygon's ring must have 4 to 100 points, not " + ring.size());
            Require.that(
                    ring.getFirst().isSamePoint(ring.getLast()),
                    TaskError.POLYGON_INVALID,
                    "a polygon's ring must be closed: repeat its first point as the last");
        }

        /** Whether the area may reach a point: false only if the point lies north or south of all of it. Costs little. */
        public boolean mayReach(LatLng point) {
            double south = 90;
            double north = -90;
            double turned = 0;
            LatLng before = ring.getFirst();
            for (LatLng corner : ring) {
                south = Math.min(south, corner.latitude());
                north = Math.max(north, corner.latitude());
                turned += Math.IEEEremainder(corner.longitude() - before.longitude(), 360);
                before = corner;
            }
            boolean aroundPole = Math.abs(turned) > 180;
            return aroundPole
                    || (point.latitude() >= south - ROUNDING_DEGREES && point.latitude() <= north + ROUNDING_DEGREES);
        }
    }

    /** At any terminal of a registered site. */
    record NamedSite(SiteId siteId) implements Place {}
}

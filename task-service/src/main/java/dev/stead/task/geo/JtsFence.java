package dev.stead.task.geo;

import dev.stead.task.domain.eligibility.Fence;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.registry.LatLng;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.operation.distance.DistanceOp;

/**
 * Areas as plane geometry in degrees, made whole at the two places where degrees break.
 *
 * <p>Antimeridian: longitudes are unrolled along the ring, each step taking the shorter way round, so that 179, -179 becomes 179, 181;
 * a point is then looked for at its longitude and a full turn to either side. Poles: a ring that comes back a full turn off goes
 * around a pole; it is closed over the pole that is nearer to it.
 *
 * <p>The distance to an edge is taken in a plane whose longitudes are shrunk by the cosine of the point's latitude, and the nearest point
 * found there is measured on the sphere: right to a few parts in a thousand for the distances at which people ask for it.
 */
public final class JtsFence implements Fence {
    private static final GeometryFactory PLANE = new GeometryFactory();

    @Override
    public boolean isSimple(Place.Polygon polygon) {
        Geometry area = area(unrolled(polygon.ring()), 1);
        return area.isValid() && area.getArea() > 0;
    }

    @Override
    public double metersOutside(Place.Polygon polygon, LatLng point) {
        List<Coordinate> ring = unrolled(polygon.ring());
        // Near a pole the plane would shrink to a line; a hundredth of a degree of longitude is enough there.
        double shrink = Math.max(Math.cos(Math.toRadians(point.latitude())), 1e-4);
        Geometry area = area(ring, shrink);
        double nearest = Double.POSITIVE_INFINITY;
        for (int turn = -1; turn <= 1; turn++) {
            Coordinate here = new Coordinate((point.longitude() + 360.0 * turn) * shrink, point.latitude());
            var there = DistanceOp.nearestPoints(area, PLANE.createPoint(here))[0];
            if (there.equals2D(here)) {
                return 0;
            }
            nearest = Math.min(nearest, point.metersTo(onEarth(there, shrink)));
        }
        return nearest;
    }

    private static List<Coordinate> unrolled(List<LatLng> ring) {
        List<Coordinate> unrolled = new ArrayList<>(ring.size() + 3);
        double longitude = ring.getFirst().longitude();
        for (LatLng point : ring) {
            longitude += Math.IEEEremainder(point.longitude() - longitude, 360);
            unrolled.add(new Coordinate(longitude, point.latitude()));
        }
        Coordinate first = unrolled.getFirst();
        Coordinate last = unrolled.getLast();
        if (Math.abs(last.x - first.x) > 180) {
            double pole = unrolled.stream().mapToDouble(c -> c.y).sum() >= 0 ? 90 : -90;
            unrolled.add(new Coordinate(last.x, pole));
            unrolled.add(new Coordinate(first.x, pole));
            unrolled.add(first.copy());
        } else {
            // What the remainders rounded away must not open the ring.
            unrolled.set(unrolled.size() - 1, first.copy());
        }
        return unrolled;
    }

    private static Geometry area(List<Coordinate> ring, double shrink) {
        Coordinate[] plane =
                ring.stream().map(c -> new Coordinate(c.x * shrink, c.y)).toArray(Coordinate[]::new);
        return PLANE.createPolygon(plane);
    }

    private static LatLng onEarth(Coordinate plane, double shrink) {
        double longitude = Math.IEEEremainder(plane.x / shrink, 360);
        return new LatLng(Math.clamp(plane.y, -90, 90), Math.clamp(longitude, -180, 180));
    }
}

package dev.stead.task.domain.eligibility;

import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.registry.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Does the terminal stand at one of the places? If not, says how far it is from the nearest fence. */
final class PlaceJudge {
    /** Far below what anybody can measure, and far above what rounding makes of a point on the edge. */
    private static final double EDGE_METERS = 0.01;

    private final Fence fence;

    PlaceJudge(Fence fence) {
        this.fence = fence;
    }

    Condition judge(List<Place> places, Terminal terminal) {
        OptionalDouble nearest = places.stream()
                .mapToDouble(place -> metersOutside(place, terminal))
                .min();
        double meters = nearest.orElse(Double.POSITIVE_INFINITY);
        if (meters <= EDGE_METERS) {
            return new Condition(Condition.Name.PLACE, true, "inside");
        }
        return new Condition(
                Condition.Name.PLACE,
                false,
                Double.isFinite(meters)
                        ? "outside: " + distance(meters) + " from the fence"
                        : "outside: not at " + sites(places));
    }

    /** As {@link #judge}, for one of many thousands: nobody reads how far it is. */
    boolean contain(List<Place> places, Terminal terminal) {
        for (Place place : places) {
            boolean near = !(place instanceof Place.Polygon polygon) || polygon.mayReach(terminal.location());
            if (near && metersOutside(place, terminal) <= EDGE_METERS) {
                return true;
            }
        }
        return false;
    }

    /** 0 inside; infinite for a site on which the terminal does not stand, for a site has no fence. */
    private double metersOutside(Place place, Terminal terminal) {
        return switch (place) {
            case Place.Circle circle ->
                Math.max(0, circle.center().metersTo(terminal.location()) - circle.radiusMeters());
            case Place.Polygon polygon -> fence.metersOutside(polygon, terminal.location());
            case Place.NamedSite site -> site.siteId().equals(terminal.siteId()) ? 0 : Double.POSITIVE_INFINITY;
        };
    }

    private static String distance(double meters) {
        if (meters < 1) {
            return "less than 1 m";
        }
        return meters < 10_000 ? Math.round(meters) + " m" : String.format(Locale.ROOT, "%.1f km", meters / 1_000);
    }

    private static String sites(List<Place> places) {
        return places.stream()
                .flatMap(place -> place instanceof Place.NamedSite site
                        ? java.util.stream.Stream.of(site.siteId().value())
                        : java.util.stream.Stream.empty())
                .collect(Collectors.joining(" or ", "site ", ""));
    }
}

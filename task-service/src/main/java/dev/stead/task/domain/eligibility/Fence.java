package dev.stead.task.domain.eligibility;

import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.registry.LatLng;

/** The geometry of areas. Thread-safe. */
public interface Fence {

    /** Whether the ring encloses an area without touching or crossing itself. */
    boolean isSimple(Place.Polygon polygon);

    /** Metres from the point to the nearest edge; 0 if the point lies within the area or on its edge. */
    double metersOutside(Place.Polygon polygon, LatLng point);
}

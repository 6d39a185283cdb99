package dev.stead.task.domain;

/** The geometry of areas. Thread-safe. */
public interface Fence {

    /** Whether the ring encloses an area without touching or crossing itself. */
    boolean isSimple(Place.Polygon polygon);

    /** Metres from the point to the nearest edge; 0 if the point lies within the area or on its edge. */
    double metersOutside(Place.Polygon polygon, LatLng point);
}

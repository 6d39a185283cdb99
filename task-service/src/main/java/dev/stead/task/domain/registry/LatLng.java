package dev.stead.task.domain.registry;

import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;

/**
 * A point on Earth, WGS 84.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record LatLng(double latitude, double longitude) {
    /** Mean radius R1 of the WGS 84 ellipsoid in metres; a sphere of it is right to 0.6 %. */
    private static final double EARTH_RADIUS_METERS = 6_371_008.8;

    public LatLng {
        Require.that(
                latitude >= -90 && latitude <= 90,
                TaskError.LOCATION_INVALID,
                "latitude must be -90 to 90 degrees, not " + latitude);
        Require.that(
                longitude >= -180 && longitude <= 180,
                TaskError.LOCATION_INVALID,
                "longitude must be -180 to 180 degrees, not " + longitude);
    }

    /** Whether it is the same point, however it is written: 180 and -180 are one meridian, and -0 is 0. */
    public boolean isSamePoint(LatLng other) {
        return latitude == other.latitude && Math.IEEEremainder(longitude - other.longitude, 360) == 0;
    }

    /**
     * Great-circle distance by the haversine formula, which is exact where it matters: at small distances. It knows neither seam nor
     * pole: points on both sides of the antimeridian are as near as they are.
     */
    public double metersTo(LatLng other) {
        double phi1 = Math.toRadians(latitude);
        double phi2 = Math.toRadians(other.latitude);
        double sinPhi = Math.sin((phi2 - phi1) / 2);
        double sinLambda = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double h = sinPhi * sinPhi + Math.cos(phi1) * Math.cos(phi2) * sinLambda * sinLambda;
        return 2 * EARTH_RADIUS_METERS * Math.asin(Math.sqrt(Math.min(1, h)));
    }
}

package dev.stead.task.contract;

import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.registry.LatLng;

/** Places as messages of the contract. */
public final class PlaceProto {
    private PlaceProto() {}

    static Place read(dev.stead.type.v1.Place place) {
        return switch (place.getKindCase()) {
            case CIRCLE -> {
                ProtoFields.require(place.getCircle().hasCenter(), "circle.center");
                yield new Place.Circle(
                        read(place.getCircle().getCenter()), place.getCircle().getRadiusMeters());
            }
            case POLYGON ->
                new Place.Polygon(place.getPolygon().getRingList().stream()
                        .map(PlaceProto::read)
                        .toList());
            case SITE_ID -> new Place.NamedSite(new SiteId(place.getSiteId()));
            case KIND_NOT_SET ->
                throw new TaskException(TaskError.FIELD_MISSING, "a place must be a circle, a polygon or a site_id");
        };
    }

    static dev.stead.type.v1.Place write(Place place) {
        var proto = dev.stead.type.v1.Place.newBuilder();
        switch (place) {
            case Place.Circle circle ->
                proto.getCircleBuilder().setCenter(write(circle.center())).setRadiusMeters(circle.radiusMeters());
            case Place.Polygon polygon ->
                proto.getPolygonBuilder()
                        .addAllRing(
                                polygon.ring().stream().map(PlaceProto::write).toList());
            case Place.NamedSite site -> proto.setSiteId(site.siteId().value());
        }
        return proto.build();
    }

    public static LatLng read(dev.stead.type.v1.LatLng point) {
        return new LatLng(point.getLatitude(), point.getLongitude());
    }

    public static dev.stead.type.v1.LatLng write(LatLng point) {
        return dev.stead.type.v1.LatLng.newBuilder()
                .setLatitude(point.latitude())
                .setLongitude(point.longitude())
                .build();
    }
}

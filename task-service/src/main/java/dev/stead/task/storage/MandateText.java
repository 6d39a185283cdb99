package dev.stead.task.storage;

import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.registry.LatLng;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Windows and places as text, for they are read and written as a whole only: words with blanks between, a place a line.
 *
 * <pre>
 * absolute 2026-11-23T08:00:00Z 2026-11-23T18:00:00Z
 * recurring Europe/Paris MONDAY,FRIDAY 08:00 12:00 2026-11-01 2026-12-31
 * circle 48.85 2.35 200.0
 * polygon 48.85 2.35 48.86 2.35 48.86 2.36 48.85 2.35
 * site mall-1
 * </pre>
 */
final class MandateText {
    private MandateText() {}

    static String write(TimeWindow window) {
        return switch (window) {
            case AbsoluteWindow(Instant start, Instant end) -> "absolute " + start + " " + end;
            case RecurringWindow(ZoneId zone, WeeklyHours hours, LocalDate first, LocalDate last) ->
                String.join(
                        " ",
                        "recurring",
                        zone.getId(),
                        EnumSet.copyOf(hours.days()).stream()
                                .map(DayOfWeek::name)
                                .collect(Collectors.joining(",")),
                        hours.opens().toString(),
                        hours.closes().toString(),
                        first.toString(),
                        last.toString());
        };
    }

    static TimeWindow readWindow(String text) {
        String[] words = text.split(" ", -1);
        return switch (words[0]) {
            case "absolute" -> new AbsoluteWindow(Instant.parse(words[1]), Instant.parse(words[2]));
            case "recurring" ->
                new RecurringWindow(
                        ZoneId.of(words[1]),
                        new WeeklyHours(
                                Arrays.stream(words[2].split(",", -1))
                                        .map(DayOfWeek::valueOf)
                                        .collect(Collectors.toSet()),
                                LocalTime.parse(words[3]),
                                LocalTime.parse(words[4])),
                        LocalDate.parse(words[5]),
                        LocalDate.parse(words[6]));
            default -> throw new IllegalStateException("a kept window cannot be read");
        };
    }

    static String write(List<Place> places) {
        return places.stream().map(MandateText::write).collect(Collectors.joining("\n"));
    }

    static List<Place> readPlaces(String text) {
        return text.lines().map(MandateText::readPlace).toList();
    }

    private static String write(Place place) {
        return switch (place) {
            case Place.Circle(LatLng center, double radius) -> "circle " + write(center) + " " + radius;
            case Place.Polygon(List<LatLng> ring) ->
                ring.stream().map(MandateText::write).collect(Collectors.joining(" ", "polygon ", ""));
            case Place.NamedSite(SiteId siteId) -> "site " + siteId.value();
        };
    }

    private static String write(LatLng point) {
        return point.latitude() + " " + point.longitude();
    }

    private static Place readPlace(String line) {
        String[] words = line.split(" ", -1);
        return switch (words[0]) {
            case "circle" -> new Place.Circle(point(words, 1), Double.parseDouble(words[3]));
            case "polygon" -> {
                List<LatLng> ring = new ArrayList<>();
                for (int i = 1; i < words.length; i += 2) {
                    ring.add(point(words, i));
                }
                yield new Place.Polygon(ring);
            }
            case "site" -> new Place.NamedSite(new SiteId(words[1]));
            default -> throw new IllegalStateException("a kept place cannot be read");
        };
    }

    private static LatLng point(String[] words, int at) {
        return new LatLng(Double.parseDouble(words[at]), Double.parseDouble(words[at + 1]));
    }
}

package dev.stead.task.storage;

import dev.stead.task.contract.MandateTerms;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Period;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.registry.LatLng;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The terms of mandates as versions before migration 10 stored them: three columns of text, words with blanks between, a place or a
 * constraint a line. Still read, and still written beside the message, so that a process of the version before can read what this one
 * writes while both run; the next version can stop writing it.
 *
 * <pre>
 * absolute 2026-11-23T08:00:00Z 2026-11-23T18:00:00Z
 * recurring Europe/Paris MONDAY,FRIDAY 08:00 12:00 2026-11-01 2026-12-31
 *
 * circle 48.85 2.35 200.0
 * polygon 48.85 2.35 48.86 2.35 48.86 2.36 48.85 2.35
 * site mall-1
 *
 * total EUR 10000
 * period DAY Europe/Paris 2 EUR 5000
 * merchants bakery,butcher
 * order-kinds grocery
 * approval-above EUR 5000
 * not-before 2026-11-24T08:00:00Z
 * </pre>
 *
 * A line of constraints that cannot be read is an unknown constraint, under which nothing may be done.
 */
final class MandateFormat1 {
    private MandateFormat1() {}

    /** @throws RuntimeException with the reason if the window or a place is damaged */
    static MandateTerms read(ResultSet row) throws SQLException {
        return new MandateTerms(
                readWindow(RowMapper.text(row, "open_window")),
                RowMapper.text(row, "places")
                        .lines()
                        .map(MandateFormat1::readPlace)
                        .toList(),
                RowMapper.text(row, "mandate_constraints")
                        .lines()
                        .map(MandateFormat1::readConstraint)
                        .toList());
    }

    static String window(MandateTerms terms) {
        return switch (terms.window()) {
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

    static String places(MandateTerms terms) {
        return terms.places().stream().map(MandateFormat1::write).collect(Collectors.joining("\n"));
    }

    static String constraints(MandateTerms terms) {
        return terms.constraints().stream().map(MandateFormat1::write).collect(Collectors.joining("\n"));
    }

    private static String write(Place place) {
        return switch (place) {
            case Place.Circle(LatLng center, double radius) -> "circle " + write(center) + " " + radius;
            case Place.Polygon(List<LatLng> ring) ->
                ring.stream().map(MandateFormat1::write).collect(Collectors.joining(" ", "polygon ", ""));
            case Place.NamedSite(SiteId siteId) -> "site " + siteId.value();
        };
    }

    private static String write(LatLng point) {
        return point.latitude() + " " + point.longitude();
    }

    private static String write(Constraint constraint) {
        return switch (constraint) {
            case Constraint.TotalLimit(Money limit) -> "total" + write(limit);
            case Constraint.PeriodLimit(Period period, ZoneId zone, Money amount, int uses) ->
                "period " + period + " " + zone.getId() + " " + uses + write(amount);
            case Constraint.AllowedMerchants(Set<MerchantId> ids) ->
                "merchants " + write(ids.stream().map(MerchantId::value).collect(Collectors.toSet()));
            case Constraint.AllowedOrderKinds(Set<String> kinds) -> "order-kinds " + write(kinds);
            case Constraint.ApprovalAbove(Money limit) -> "approval-above" + write(limit);
            case Constraint.NotBefore(Instant time) -> "not-before " + time;
            case Constraint.Unknown(String text) -> "unknown " + text;
        };
    }

    private static String write(@Nullable Money money) {
        return money == null ? "" : " " + money.currencyCode() + " " + money.minorUnits();
    }

    private static String write(Set<String> ids) {
        return String.join(",", new TreeSet<>(ids));
    }

    private static TimeWindow readWindow(String text) {
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
            default -> throw new IllegalStateException("a stored window cannot be read");
        };
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
            default -> throw new IllegalStateException("a stored place cannot be read");
        };
    }

    private static LatLng point(String[] words, int at) {
        return new LatLng(Double.parseDouble(words[at]), Double.parseDouble(words[at + 1]));
    }

    private static Constraint readConstraint(String line) {
        try {
            String[] words = line.split(" ", -1);
            Constraint read = switch (words[0]) {
                case "total" -> new Constraint.TotalLimit(money(words, 1));
                case "period" ->
                    new Constraint.PeriodLimit(
                            Period.valueOf(words[1]),
                            ZoneId.of(words[2]),
                            words.length == 4 ? null : money(words, 4),
                            Integer.parseInt(words[3]));
                case "merchants" ->
                    new Constraint.AllowedMerchants(Arrays.stream(words[1].split(",", -1))
                            .map(MerchantId::new)
                            .collect(Collectors.toSet()));
                case "order-kinds" -> new Constraint.AllowedOrderKinds(Set.of(words[1].split(",", -1)));
                case "approval-above" -> new Constraint.ApprovalAbove(money(words, 1));
                case "not-before" -> new Constraint.NotBefore(Instant.parse(words[1]));
                default -> new Constraint.Unknown(line);
            };
            // A known word with something behind it that we do not know is not known either.
            return write(read).equals(line) ? read : new Constraint.Unknown(line);
        } catch (RuntimeException unreadable) {
            return new Constraint.Unknown(line);
        }
    }

    private static Money money(String[] words, int at) {
        return new Money(words[at], Long.parseLong(words[at + 1]));
    }
}

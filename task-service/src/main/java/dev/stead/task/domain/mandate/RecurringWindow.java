package dev.stead.task.domain.mandate;

import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The same wall-clock hours on chosen days, between two dates, both included.
 *
 * <p>Daylight saving is followed: a wall-clock time that a change of clocks skips is taken at the first instant after the gap; one
 * that comes twice opens at its first and closes at its last occurrence. So a slot whose hours are skipped altogether does not
 * happen, and two slots may overlap by the doubled hour.
 *
 * @param zone a region of the IANA time zone database
 */
public record RecurringWindow(ZoneId zone, WeeklyHours hours, LocalDate firstDate, LocalDate lastDate)
        implements TimeWindow {

    public RecurringWindow {
        Require.that(
                !lastDate.isBefore(firstDate), TaskError.WINDOW_INVALID, "last_date must not be before first_date");
        Require.that(
                ChronoUnit.DAYS.between(firstDate, lastDate) <= 366,
                TaskError.WINDOW_INVALID,
                "last_date must be at most 366 days after first_date");
        if (lastSlot(zone, hours, firstDate, lastDate).isEmpty()) {
            throw new TaskException(TaskError.WINDOW_INVALID, whyItNeverOpens(hours, firstDate, lastDate));
        }
    }

    private static String whyItNeverOpens(WeeklyHours hours, LocalDate first, LocalDate last) {
        boolean hasDay = Stream.iterate(first, date -> !date.isAfter(last), date -> date.plusDays(1))
                .anyMatch(date -> hours.days().contains(date.getDayOfWeek()));
        return hasDay
                ? "the window never opens: a change of clocks skips the hours from " + hours.opens() + " to "
                        + hours.closes() + " on each of its days; choose other hours or another day"
                : "the window never opens: none of its days of the week lies between first_date and last_date";
    }

    /** Whether it is a name of the IANA database as this JDK has it. Names come with new releases, and few ones have gone. */
    public static boolean isZone(String name) {
        return ZoneId.getAvailableZoneIds().contains(name);
    }

    /** @throws TaskException {@code TIME_ZONE_UNKNOWN} for anything but a name of the IANA database */
    public static ZoneId zoneNamed(String name) {
        Require.that(
                isZone(name),
                TaskError.TIME_ZONE_UNKNOWN,
                "time_zone must be a name of the IANA time zone database, such as Europe/Paris");
        return ZoneId.of(name);
    }

    @Override
    public Optional<TimeSlot> slotAt(Instant instant) {
        LocalDate date = LocalDate.ofInstant(instant, zone);
        // From two days before (an overnight slot that a change of clocks made longer) to one after (a clock set
        // back over midnight).
        return Stream.of(date.minusDays(2), date.minusDays(1), date, date.plusDays(1))
                .flatMap(day -> slotOn(day).stream())
                .filter(slot -> slot.contains(instant))
                .max(Comparator.comparing(TimeSlot::end));
    }

    @Override
    public Optional<TimeSlot> nextSlot(Instant instant) {
        LocalDate yesterday = LocalDate.ofInstant(instant, zone).minusDays(1);
        LocalDate from = yesterday.isAfter(firstDate) ? yesterday : firstDate;
        if (from.isAfter(lastDate)) {
            return Optional.empty();
        }
        return from.datesUntil(lastDate.plusDays(1))
                .flatMap(day -> slotOn(day).stream())
                .filter(slot -> instant.isBefore(slot.start()))
                .findFirst();
    }

    @Override
    public Instant lastClose() {
        return lastSlot(zone, hours, firstDate, lastDate).orElseThrow().end();
    }

    private Optional<TimeSlot> slotOn(LocalDate date) {
        boolean inRange = !date.isBefore(firstDate) && !date.isAfter(lastDate);
        return inRange ? slotOn(zone, hours, date) : Optional.empty();
    }

    private static Optional<TimeSlot> lastSlot(ZoneId zone, WeeklyHours hours, LocalDate first, LocalDate last) {
        return Stream.iterate(last, date -> !date.isBefore(first), date -> date.minusDays(1))
                .flatMap(date -> slotOn(zone, hours, date).stream())
                .findFirst();
    }

    private static Optional<TimeSlot> slotOn(ZoneId zone, WeeklyHours hours, LocalDate date) {
        if (!hours.days().contains(DayOfWeek.from(date))) {
            return Optional.empty();
        }
        LocalDate closingDate = hours.overnight() ? date.plusDays(1) : date;
        Instant start = instantOf(zone, date.atTime(hours.opens()), false);
        Instant end = instantOf(zone, closingDate.atTime(hours.closes()), true);
        return start.isBefore(end) ? Optional.of(new TimeSlot(start, end)) : Optional.empty();
    }

    private static Instant instantOf(ZoneId zone, LocalDateTime local, boolean lastOccurrence) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change == null) {
            return local.toInstant(rules.getOffset(local));
        }
        if (change.isGap()) {
            return change.getInstant();
        }
        ZoneOffset offset = lastOccurrence ? change.getOffsetAfter() : change.getOffsetBefore();
        return local.toInstant(offset);
    }
}

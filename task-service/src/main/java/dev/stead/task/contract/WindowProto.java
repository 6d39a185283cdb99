package dev.stead.task.contract;

import com.google.protobuf.util.Timestamps;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.mandate.WeeklyHours;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Time windows as messages of the contract. */
final class WindowProto {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    /** Also reads and writes years of more than four digits, which an earlier version took. */
    private static final DateTimeFormatter STORED_DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private WindowProto() {}

    /** @throws TaskException {@code FIELD_MISSING}, {@code TIME_INVALID}, {@code TIME_ZONE_UNKNOWN}, {@code WINDOW_INVALID} */
    static TimeWindow read(dev.stead.type.v1.TimeWindow window) {
        TimeWindow read = read(window, DATE, RecurringWindow::zoneNamed);
        Require.that(
                Timestamps.isValid(ProtoFields.timestamp(read.lastClose())),
                TaskError.WINDOW_INVALID,
                "the window must close in the years 1 to 9999 (UTC)");
        return read;
    }

    /** What {@link #write} wrote, in this version or an earlier one. In UTC if {@link #knowsZone} is false. */
    static TimeWindow readStored(dev.stead.type.v1.TimeWindow window) {
        boolean named = window.hasRecurring() && knowsZone(window);
        ZoneId zone = ZoneId.of(named ? window.getRecurring().getTimeZone() : "UTC");
        return read(window, STORED_DATE, _ -> zone);
    }

    /** Whether its time zone, if it has one, is one of this JDK: it may have been stored under a newer or an older one. */
    static boolean knowsZone(dev.stead.type.v1.TimeWindow window) {
        return !window.hasRecurring()
                || RecurringWindow.isZone(window.getRecurring().getTimeZone());
    }

    private static TimeWindow read(
            dev.stead.type.v1.TimeWindow window, DateTimeFormatter dates, Function<String, ZoneId> zones) {
        return switch (window.getKindCase()) {
            case ABSOLUTE -> absolute(window.getAbsolute());
            case RECURRING -> recurring(window.getRecurring(), dates, zones);
            case KIND_NOT_SET ->
                throw new TaskException(TaskError.FIELD_MISSING, "mandate.window must be either absolute or recurring");
        };
    }

    static dev.stead.type.v1.TimeWindow write(TimeWindow window) {
        var proto = dev.stead.type.v1.TimeWindow.newBuilder();
        switch (window) {
            case AbsoluteWindow absolute ->
                proto.getAbsoluteBuilder()
                        .setStartTime(ProtoFields.timestamp(absolute.start()))
                        .setEndTime(ProtoFields.timestamp(absolute.end()));
            case RecurringWindow recurring ->
                proto.getRecurringBuilder()
                        .setTimeZone(recurring.zone().getId())
                        .addAllDays(EnumSet.copyOf(recurring.hours().days()).stream()
                                .map(WindowProto::write)
                                .toList())
                        .setOpens(HOUR.format(recurring.hours().opens()))
                        .setCloses(HOUR.format(recurring.hours().closes()))
                        .setFirstDate(STORED_DATE.format(recurring.firstDate()))
                        .setLastDate(STORED_DATE.format(recurring.lastDate()));
        }
        return proto.build();
    }

    private static TimeWindow absolute(dev.stead.type.v1.AbsoluteWindow window) {
        ProtoFields.require(window.hasStartTime(), "window.absolute.start_time");
        ProtoFields.require(window.hasEndTime(), "window.absolute.end_time");
        return new AbsoluteWindow(
                ProtoFields.instant(window.getStartTime(), "start_time"),
                ProtoFields.instant(window.getEndTime(), "end_time"));
    }

    private static TimeWindow recurring(
            dev.stead.type.v1.RecurringWindow window, DateTimeFormatter dates, Function<String, ZoneId> zones) {
        var hours = new WeeklyHours(
                days(window.getDaysList()), time(window.getOpens(), "opens"), time(window.getCloses(), "closes"));
        return new RecurringWindow(
                zones.apply(window.getTimeZone()),
                hours,
                date(window.getFirstDate(), "first_date", dates),
                date(window.getLastDate(), "last_date", dates));
    }

    private static EnumSet<DayOfWeek> days(List<dev.stead.type.v1.DayOfWeek> days) {
        EnumSet<DayOfWeek> read = EnumSet.noneOf(DayOfWeek.class);
        for (dev.stead.type.v1.DayOfWeek day : days) {
            if (!read.add(read(day))) {
                throw new TaskException(TaskError.WINDOW_INVALID, "days must not name a day twice");
            }
        }
        return read;
    }

    private static DayOfWeek read(dev.stead.type.v1.DayOfWeek day) {
        return switch (day) {
            case DAY_OF_WEEK_MONDAY -> DayOfWeek.MONDAY;
            case DAY_OF_WEEK_TUESDAY -> DayOfWeek.TUESDAY;
            case DAY_OF_WEEK_WEDNESDAY -> DayOfWeek.WEDNESDAY;
            case DAY_OF_WEEK_THURSDAY -> DayOfWeek.THURSDAY;
            case DAY_OF_WEEK_FRIDAY -> DayOfWeek.FRIDAY;
            case DAY_OF_WEEK_SATURDAY -> DayOfWeek.SATURDAY;
            case DAY_OF_WEEK_SUNDAY -> DayOfWeek.SUNDAY;
            case DAY_OF_WEEK_UNSPECIFIED, UNRECOGNIZED ->
                throw ProtoFields.unknownEnum("days", "DAY_OF_WEEK_MONDAY to DAY_OF_WEEK_SUNDAY");
        };
    }

    /** Both count from Monday, 1. */
    private static dev.stead.type.v1.DayOfWeek write(DayOfWeek day) {
        return dev.stead.type.v1.DayOfWeek.forNumber(day.getValue());
    }

    private static LocalTime time(String text, String field) {
        try {
            return LocalTime.parse(text, HOUR);
        } catch (DateTimeParseException malformed) {
            throw new TaskException(
                    TaskError.WINDOW_INVALID, field + " must be HH:MM from 00:00 to 23:59 (midnight is 00:00)");
        }
    }

    private static LocalDate date(String text, String field, DateTimeFormatter dates) {
        try {
            return LocalDate.parse(text, dates);
        } catch (DateTimeParseException malformed) {
            throw new TaskException(
                    TaskError.WINDOW_INVALID,
                    field + " must be a date of the calendar with a year of four digits, YYYY-MM-DD");
        }
    }
}

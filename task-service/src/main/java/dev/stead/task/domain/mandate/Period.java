package dev.stead.task.domain.mandate;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** A span of the calendar; a week begins on Monday. */
public enum Period {
    DAY,
    WEEK,
    MONTH;

    /** When the period that contains the instant began in that zone. */
    public Instant startOf(Instant instant, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(instant, zone);
        LocalDate first = switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
        return first.atStartOfDay(zone).toInstant();
    }
}

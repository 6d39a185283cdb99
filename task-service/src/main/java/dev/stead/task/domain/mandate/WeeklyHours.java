package dev.stead.task.domain.mandate;

import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Set;

/** Wall-clock hours on days of the week. If the closing is not after the opening, it is on the next day. */
public record WeeklyHours(Set<DayOfWeek> days, LocalTime opens, LocalTime closes) {
    public WeeklyHours {
        days = Set.copyOf(days);
        Require.that(!days.isEmpty(), TaskError.WINDOW_INVALID, "days must name at least one day of the week");
    }

    boolean overnight() {
        return !closes.isAfter(opens);
    }
}

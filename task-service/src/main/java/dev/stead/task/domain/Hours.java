package dev.stead.task.domain;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Set;

/** Wall-clock hours on days of the week. If the closing is not after the opening, it is on the next day. */
public record Hours(Set<DayOfWeek> days, LocalTime opens, LocalTime closes) {
    public Hours {
        days = Set.copyOf(days);
        Check.holds(!days.isEmpty(), TaskError.WINDOW_INVALID, "days must name at least one day of the week");
    }

    boolean overnight() {
        return !closes.isAfter(opens);
    }
}

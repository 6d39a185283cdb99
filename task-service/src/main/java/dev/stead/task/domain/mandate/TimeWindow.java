package dev.stead.task.domain.mandate;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When a task may be done: one or several {@link TimeSlot time slots}. */
public sealed interface TimeWindow permits AbsoluteWindow, RecurringWindow {

    /** The slot that contains the instant; if two do, the one that ends later. */
    Optional<TimeSlot> slotAt(Instant instant);

    /** The first slot that starts after the instant. */
    Optional<TimeSlot> nextSlot(Instant instant);

    /** When the last slot ends: from then on the window stays closed. */
    Instant lastClose();

    /** The zone in which people think of this window. */
    ZoneId zone();
}

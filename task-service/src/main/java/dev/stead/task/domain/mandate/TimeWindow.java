package dev.stead.task.domain.mandate;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When a task may be done: one or many {@link TimeSlot openings}. */
public sealed interface TimeWindow permits AbsoluteWindow, RecurringWindow {

    /** The opening that contains the instant; if two do, the one that closes later. */
    Optional<TimeSlot> openingAt(Instant instant);

    /** The first opening that starts after the instant. */
    Optional<TimeSlot> nextOpening(Instant instant);

    /** When the last opening closes: from then on the window stays closed. */
    Instant lastClose();

    /** The zone in which people think of this window. */
    ZoneId zone();
}

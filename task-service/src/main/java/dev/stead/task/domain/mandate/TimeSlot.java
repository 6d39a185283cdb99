package dev.stead.task.domain.mandate;

import java.time.Instant;

/** One span in which a window is open: the start belongs to it, the end does not. */
public record TimeSlot(Instant start, Instant end) {
    public TimeSlot {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a time slot must not be empty");
        }
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }
}

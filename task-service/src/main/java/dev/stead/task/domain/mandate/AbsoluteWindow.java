package dev.stead.task.domain.mandate;

import dev.stead.mesh.time.Micros;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** One span of time, at most 366 days long; half open, to the microsecond. */
public record AbsoluteWindow(Instant start, Instant end) implements TimeWindow {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final ZoneId UTC = ZoneId.of("UTC");

    public AbsoluteWindow {
        start = Micros.truncate(start);
        end = Micros.truncate(end);
        Require.that(start.isBefore(end), TaskError.WINDOW_INVALID, "end_time must be after start_time");
        Require.that(
                Duration.between(start, end).compareTo(LONGEST) <= 0,
                TaskError.WINDOW_INVALID,
                "a window must not be longer than 366 days");
    }

    @Override
    public Optional<TimeSlot> slotAt(Instant instant) {
        return Optional.of(slot()).filter(slot -> slot.contains(instant));
    }

    @Override
    public Optional<TimeSlot> nextSlot(Instant instant) {
        return Optional.of(slot()).filter(slot -> instant.isBefore(slot.start()));
    }

    @Override
    public Instant lastClose() {
        return end;
    }

    @Override
    public ZoneId zone() {
        return UTC;
    }

    private TimeSlot slot() {
        return new TimeSlot(start, end);
    }
}

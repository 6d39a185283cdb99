package dev.stead.task.domain.ring;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.TimeSlot;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An accepted task, as far as it puts its delegate into rings. What else may forbid it (its order, amount, constraints, an execution that
 * is running) does not count: it changes too quickly, and a ring may be wider than what is eligible.
 */
public record RingTask(
        TaskId id, long version, PersonId delegateId, MerchantId merchantId, TimeWindow window, List<Place> places) {
    /** So long before its window opens a task counts already: whoever comes a little early is known by then. */
    public static final Duration LEAD = Duration.ofMinutes(10);

    /** Empty if the task puts nobody into a ring. */
    public static Optional<RingTask> of(Task task) {
        boolean counts = (task.state() == TaskState.READY || task.state() == TaskState.EXECUTING)
                && task.usesLeft()
                && task.progress().acceptedAs() != null;
        return counts
                ? Optional.of(new RingTask(
                        task.id(),
                        task.version(),
                        task.parties().delegateId(),
                        task.order().merchantId(),
                        task.mandate().window(),
                        task.mandate().places()))
                : Optional.empty();
    }

    /** Whether its window is open or opens soon. */
    public boolean isDue(Instant now) {
        return window.slotAt(now)
                .or(() -> window.nextSlot(now).filter(slot -> !lead(slot).isAfter(now)))
                .isPresent();
    }

    /** Until then {@link #isDue} stays as it is now. */
    public Instant dueUntil(Instant now) {
        Optional<TimeSlot> open = window.slotAt(now);
        if (open.isPresent()) {
            return open.get().end();
        }
        return window.nextSlot(now)
                .map(next -> lead(next).isAfter(now) ? lead(next) : next.end())
                .orElse(Instant.MAX);
    }

    private static Instant lead(TimeSlot slot) {
        return slot.start().minus(LEAD);
    }
}

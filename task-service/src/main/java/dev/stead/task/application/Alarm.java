package dev.stead.task.application;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs a piece of work each time the clock reaches the instant for which the work itself asked last, or an earlier one by {@link
 * #ringBy}. It compares two numbers four times a second, so that it also follows a clock that is set; it reads nothing until it is
 * time. Owns its thread: closing it waits until the work is over.
 */
public final class Alarm implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 250;
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Consumer<RuntimeException> faults;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);
    private final ScheduledExecutorService thread;

    /** @param faults is told what the work throws; it is tried again after five seconds */
    public Alarm(String name, InstantSource clock, Consumer<RuntimeException> faults) {
        this.clock = clock;
        this.faults = faults;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /**
     * Begins; the work runs at once.
     *
     * @param work says when to run again
     */
    public Alarm start(Supplier<Instant> work) {
        var _ = thread.scheduleWithFixedDelay(() -> look(work), 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    /** Runs the work at this instant at the latest. */
    public void ringBy(Instant instant) {
        next.accumulateAndGet(instant, (kept, asked) -> asked.isBefore(kept) ? asked : kept);
    }

    private void look(Supplier<Instant> work) {
        if (clock.instant().isBefore(next.get())) {
            return;
        }
        next.set(Instant.MAX);
        try {
            ringBy(work.get());
        } catch (RuntimeException fault) {
            ringBy(clock.instant().plus(AFTER_A_FAULT));
            faults.accept(fault);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}

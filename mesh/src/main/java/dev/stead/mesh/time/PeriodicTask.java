package dev.stead.mesh.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs a piece of work again and again on a thread of its own, never two runs at once: at the instants that the work itself chooses
 * ({@link #start}), or with a fixed delay between runs ({@link #startWithFixedDelay}). It is created before it is started, so that
 * others can hold {@link #runBy} as a callback before the work exists:
 *
 * <pre>{@code
 * var expiry = lifecycle.own(new PeriodicTask("task-expiry", failure -> LOG.error("expiry failed", failure)));
 * var useCases = new UseCases(expiry::runBy);
 * expiry.start(clock, useCases::expire);
 * }</pre>
 *
 * Owns its thread: whoever creates a task closes it. Thread-safe.
 */
public final class PeriodicTask implements AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final Consumer<RuntimeException> onFailure;
    private final AtomicReference<Instant> nextRun = new AtomicReference<>(Instant.MIN);
    private final AtomicBoolean started = new AtomicBoolean();
    private final ScheduledExecutorService executor;

    /**
     * A task that does nothing yet.
     *
     * @param name the thread's
     * @param onFailure is given what the work throws, on the task's thread; must not throw
     */
    public PeriodicTask(String name, Consumer<RuntimeException> onFailure) {
        this.onFailure = onFailure;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /**
     * Runs the work at once, and then each time the clock reaches the instant that the work returned last or an earlier one given to
     * {@link #runBy}. The clock is polled four times a second, so that the task also follows a clock that is set. Work that failed runs
     * again after five seconds.
     *
     * @param work returns when it has to run next
     * @return this task
     * @throws IllegalStateException if the task has been started before
     */
    public PeriodicTask start(InstantSource clock, Supplier<Instant> work) {
        schedule(Duration.ZERO, POLL_INTERVAL, () -> runIfDue(clock, work));
        return this;
    }

    /**
     * Runs the work with the same delay between the end of one run and the start of the next, whether or not it failed. {@link #runBy}
     * has no effect on such a task.
     *
     * @return this task
     * @throws IllegalStateException if the task has been started before
     */
    public PeriodicTask startWithFixedDelay(Duration initialDelay, Duration delay, Runnable work) {
        schedule(initialDelay, delay, () -> {
            try {
                work.run();
            } catch (RuntimeException failure) {
                onFailure.accept(failure);
            }
        });
        return this;
    }

    /** Has the work run at this instant at the latest. Also before the task is started, and from any thread. */
    public void runBy(Instant instant) {
        nextRun.accumulateAndGet(instant, (current, asked) -> asked.isBefore(current) ? asked : current);
    }

    private void runIfDue(InstantSource clock, Supplier<Instant> work) {
        if (clock.instant().isBefore(nextRun.get())) {
            return;
        }
        nextRun.set(Instant.MAX);
        try {
            runBy(work.get());
        } catch (RuntimeException failure) {
            runBy(clock.instant().plus(AFTER_FAILURE));
            onFailure.accept(failure);
        }
    }

    private void schedule(Duration initialDelay, Duration delay, Runnable run) {
        if (started.getAndSet(true)) {
            throw new IllegalStateException("a task is started once");
        }
        var _ = executor.scheduleWithFixedDelay(run, initialDelay.toNanos(), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Starts no further run and waits until the current one is over, however long it takes. */
    @Override
    public void close() {
        executor.close();
    }

    /** Starts no further run, waits at most so long for the current one, and interrupts it then. */
    public void close(Duration atMost) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

package dev.stead.matcher.grpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When answers to terminals leave: at the next of the steps that follow each other every {@value #STEP_MILLIS} ms from the moment the frame
 * had come. A search that finds somebody near is faster than one that finds nobody, by less than a step; so the time of an answer
 * tells nothing. No thread waits for it. Thread-safe; owns one thread.
 */
public final class AnswerTimes implements AutoCloseable {
    private static final long STEP_MILLIS = 5;
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS);

    private final LongSupplier nanos;
    private final ScheduledThreadPoolExecutor timer;

    /** @param nanos a monotonic clock, such as {@link System#nanoTime} */
    public AnswerTimes(LongSupplier nanos) {
        this.nanos = nanos;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("answer-times").factory());
    }

    long now() {
        return nanos.getAsLong();
    }

    /**
     * Sends an answer at its time.
     *
     * @param since when the frame had come, by {@link #now}
     * @param recorded before which it must not leave
     * @param send is given why it could not be recorded, or null; must not throw
     */
    void send(long since, CompletableFuture<Void> recorded, Consumer<@Nullable RuntimeException> send) {
        var _ = recorded.whenComplete((_, failure) -> {
            RuntimeException reason = failure == null ? null : HeldAnswer.reason(failure);
            var _ = timer.schedule(() -> send.accept(reason), rest(now() - since), TimeUnit.NANOSECONDS);
        });
    }

    /** Until the next step. */
    static long rest(long passed) {
        return STEP - Math.floorMod(passed, STEP);
    }

    /** What waits is sent. */
    @Override
    public void close() {
        timer.close();
    }
}

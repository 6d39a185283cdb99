package dev.stead.payment;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A thread that looks for work again and again. Closing waits for the look under way, but not for ever. */
final class Looks implements AutoCloseable {
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(20);

    private final ScheduledExecutorService thread;

    Looks(String name) {
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** @param look throws nothing: one that threw would be the last */
    void every(Duration pause, Runnable look) {
        var _ = thread.scheduleWithFixedDelay(look, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

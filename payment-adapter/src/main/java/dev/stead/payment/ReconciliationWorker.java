package dev.stead.payment;

import dev.stead.payment.domain.DailyReconciliation;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks each minute whether a day is due to be compared. Owns its thread; closing it waits for a comparison under way. */
final class ReconciliationWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationWorker.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(20);

    private final DailyReconciliation daily;
    private final PaymentMetrics metrics;
    private final Duration after;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reconciliation").factory());

    private ReconciliationWorker(DailyReconciliation daily, PaymentMetrics metrics, Duration after) {
        this.daily = daily;
        this.metrics = metrics;
        this.after = after;
    }

    static ReconciliationWorker start(DailyReconciliation daily, PaymentMetrics metrics, Duration after) {
        var worker = new ReconciliationWorker(daily, metrics, after);
        var _ = worker.thread.scheduleWithFixedDelay(worker::look, 0, PAUSE.toSeconds(), TimeUnit.SECONDS);
        return worker;
    }

    private void look() {
        try {
            daily.runOnce(after)
                    .ifPresent(day -> LOG.info(
                            "Compared {}: {} settlements, {} breaks; ./stead reconcile {} lists them",
                            day.date(),
                            day.report().settlements(),
                            day.report().total(),
                            day.date()));
            daily.newest().ifPresent(metrics::compared);
        } catch (RuntimeException e) {
            // The next look may do better; a schedule that threw would never look again.
            LOG.error("Could not compare a day with the provider; it is tried again", e);
        }
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

package dev.stead.payment;

import dev.stead.payment.application.DailyReconciliation;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks each minute whether a day is due to be compared. Owns its thread; closing it waits for a comparison under way. */
final class ReconciliationWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationWorker.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final DailyReconciliation daily;
    private final PaymentMetrics metrics;
    private final Duration after;
    private final Looks looks = new Looks("reconciliation");

    private ReconciliationWorker(DailyReconciliation daily, PaymentMetrics metrics, Duration after) {
        this.daily = daily;
        this.metrics = metrics;
        this.after = after;
    }

    static ReconciliationWorker start(DailyReconciliation daily, PaymentMetrics metrics, Duration after) {
        var worker = new ReconciliationWorker(daily, metrics, after);
        worker.looks.every(PAUSE, worker::look);
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
        looks.close();
    }
}

package dev.stead.payment;

import dev.stead.mesh.time.PeriodicTask;
import dev.stead.payment.application.DailyReconciliation;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks each minute whether a day is due to be compared with the provider's statement. Owns its thread. */
final class ReconciliationWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationWorker.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final DailyReconciliation daily;
    private final PaymentMetrics metrics;
    private final Duration after;
    private final PeriodicTask task = new PeriodicTask(
            "reconciliation",
            failure -> LOG.error("cannot compare a day with the provider's statement; retrying later", failure));

    private ReconciliationWorker(DailyReconciliation daily, PaymentMetrics metrics, Duration after) {
        this.daily = daily;
        this.metrics = metrics;
        this.after = after;
    }

    static ReconciliationWorker start(DailyReconciliation daily, PaymentMetrics metrics, Duration after) {
        var worker = new ReconciliationWorker(daily, metrics, after);
        worker.task.startWithFixedDelay(Duration.ZERO, INTERVAL, worker::run);
        return worker;
    }

    private void run() {
        daily.runOnce(after)
                .ifPresent(day -> LOG.info(
                        "compared {}: {} settlements, {} breaks; list them with ./stead reconcile {}",
                        day.date(),
                        day.report().settlements(),
                        day.report().total(),
                        day.date()));
        daily.latest().ifPresent(metrics::compared);
    }

    /** Waits for the comparison under way, at most 20 s. */
    @Override
    public void close() {
        task.close(CLOSE_TIMEOUT);
    }
}

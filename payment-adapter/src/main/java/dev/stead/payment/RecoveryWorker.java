package dev.stead.payment;

import dev.stead.payment.domain.Recovery;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has recovery look, again and again, for what was left. Owns its thread; closing it waits for the look under way. */
final class RecoveryWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryWorker.class);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(20);

    private final Recovery recovery;
    private final PaymentMetrics metrics;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("recovery").factory());

    private RecoveryWorker(Recovery recovery, PaymentMetrics metrics) {
        this.recovery = recovery;
        this.metrics = metrics;
    }

    static RecoveryWorker start(Recovery recovery, PaymentMetrics metrics, Duration pause) {
        var worker = new RecoveryWorker(recovery, metrics);
        var _ = worker.thread.scheduleWithFixedDelay(worker::look, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        return worker;
    }

    private void look() {
        try {
            int taken = recovery.runOnce();
            if (taken > 0) {
                LOG.info("Took up {} settlements that were left", taken);
            }
            recovery.tellWatchers();
            metrics.inReview(recovery.inReview());
        } catch (RuntimeException e) {
            // The next look may do better; a schedule that threw would never look again.
            LOG.error("Could not take up settlements that were left", e);
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

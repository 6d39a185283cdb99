package dev.stead.payment;

import dev.stead.mesh.time.PeriodicTask;
import dev.stead.payment.application.Recovery;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resumes interrupted settlements by schedule, several at a time. Owns its threads. */
final class RecoveryWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryWorker.class);
    private static final int PARALLEL = 16;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final Recovery recovery;
    private final PaymentMetrics metrics;

    // One slow answer of the provider must not delay all other settlements.
    private final ExecutorService executor = Executors.newFixedThreadPool(
            PARALLEL, Thread.ofVirtual().name("recovery-", 0).factory());
    private final PeriodicTask task = new PeriodicTask(
            "recovery", failure -> LOG.error("recovery failed; it runs again at the next interval", failure));

    private RecoveryWorker(Recovery recovery, PaymentMetrics metrics) {
        this.recovery = recovery;
        this.metrics = metrics;
    }

    static RecoveryWorker start(Recovery recovery, PaymentMetrics metrics, Duration interval) {
        var worker = new RecoveryWorker(recovery, metrics);
        worker.task.startWithFixedDelay(Duration.ZERO, interval, worker::run);
        return worker;
    }

    private void run() {
        List<Settlement> due = recovery.due();
        try {
            if (!due.isEmpty()) {
                LOG.info("resuming {} pending settlements", due.size());
                executor.invokeAll(due.stream().map(this::resume).toList());
            }
            recovery.notifyWatchers();
            metrics.inReview(recovery.inReview());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Callable<Boolean> resume(Settlement settlement) {
        return () -> {
            try {
                return recovery.resume(settlement);
            } catch (RuntimeException e) {
                LOG.error("cannot resume settlement {}; it is retried when its lease has ended", settlement.id(), e);
                return false;
            }
        };
    }

    /** Waits for the run under way, at most 20 s. */
    @Override
    public void close() {
        task.close(CLOSE_TIMEOUT);
        executor.shutdownNow();
    }
}

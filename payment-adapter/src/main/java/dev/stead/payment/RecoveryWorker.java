package dev.stead.payment;

import dev.stead.payment.application.Recovery;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has recovery look, again and again, for what was left. Owns its threads; closing it waits for the look under way. */
final class RecoveryWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryWorker.class);
    private static final int AT_ONCE = 16;

    private final Recovery recovery;
    private final PaymentMetrics metrics;

    // One slow answer must not make all others wait.
    private final ExecutorService carriers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("carrier-", 0).factory());
    private final Looks looks = new Looks("recovery");

    private RecoveryWorker(Recovery recovery, PaymentMetrics metrics) {
        this.recovery = recovery;
        this.metrics = metrics;
    }

    static RecoveryWorker start(Recovery recovery, PaymentMetrics metrics, Duration pause) {
        var worker = new RecoveryWorker(recovery, metrics);
        worker.looks.every(pause, worker::look);
        return worker;
    }

    private void look() {
        try {
            List<Settlement> due = recovery.due();
            if (!due.isEmpty()) {
                LOG.info("Takes up {} settlements that were left", due.size());
                carriers.invokeAll(due.stream().map(this::carry).toList());
            }
            recovery.tellWatchers();
            metrics.inReview(recovery.inReview());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The next look may do better; a schedule that threw would never look again.
            LOG.error("Could not take up settlements that were left", e);
        }
    }

    private Callable<Boolean> carry(Settlement settlement) {
        return () -> {
            try {
                return recovery.takeUp(settlement);
            } catch (RuntimeException e) {
                LOG.error("Could not carry settlement {} on; it will be tried again", settlement.id(), e);
                return false;
            }
        };
    }

    @Override
    public void close() {
        looks.close();
        carriers.shutdownNow();
    }
}

package dev.stead.matcher.storage;

import dev.stead.matcher.index.Audit;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits the indexes in the background, a few rows a second: about a hundredth of one processor, a million rows in three hours. Counts what
 * it finds in metrics.
 */
public final class AuditSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditSchedule.class);
    private static final int ROWS_A_ROUND = 100;

    private final List<IndexedGallery> galleries;
    private final ScheduledExecutorService executor;

    /** Does not own the galleries; must be closed before they are. */
    public AuditSchedule(List<IndexedGallery> galleries, MeterRegistry registry) {
        this.galleries = List.copyOf(galleries);
        this.galleries.forEach(gallery -> gallery.audit().ifPresent(audit -> bind(gallery, audit, registry)));
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("index-audit").factory());
        var _ = executor.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.SECONDS);
    }

    private static void bind(IndexedGallery gallery, Audit audit, MeterRegistry registry) {
        count("stead_index_audit_rows", Audit::rows, gallery, audit, registry);
        count("stead_index_audit_repaired", Audit::repaired, gallery, audit, registry);
        count("stead_index_audit_lost", Audit::lost, gallery, audit, registry);
    }

    private static void count(
            String name, ToDoubleFunction<Audit> of, IndexedGallery gallery, Audit audit, MeterRegistry registry) {
        FunctionCounter.builder(name, audit, of)
                .tag("gallery", gallery.rules().id().value())
                .register(registry);
    }

    /** On the schedule's thread, or a test's. */
    void round() {
        for (IndexedGallery gallery : galleries) {
            gallery.audit().ifPresent(audit -> round(gallery, audit));
        }
    }

    private static void round(IndexedGallery gallery, Audit audit) {
        long before = audit.repaired();
        try {
            audit.round(ROWS_A_ROUND);
        } catch (RuntimeException e) {
            LOG.warn("gallery {}: a round of the audit failed", gallery.rules().id(), e);
        }
        if (audit.repaired() > before) {
            LOG.warn(
                    "gallery {}: {} rows of the index were not found and were assigned anew; {} in all could not be repaired",
                    gallery.rules().id(),
                    audit.repaired() - before,
                    audit.lost());
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}

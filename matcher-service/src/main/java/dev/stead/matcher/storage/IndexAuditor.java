package dev.stead.matcher.storage;

import dev.stead.matcher.index.Audit;
import dev.stead.mesh.time.PeriodicTask;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits the indexes in the background, {@value #ROWS_PER_ROUND} rows of each per second: about 1 % of one processor, and a million rows in
 * three hours. The results are metrics.
 */
public final class IndexAuditor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexAuditor.class);
    private static final int ROWS_PER_ROUND = 100;
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final List<IndexedGallery> galleries;
    private final PeriodicTask task;

    /** Does not own the galleries; must be closed before they are. */
    public IndexAuditor(List<IndexedGallery> galleries, MeterRegistry registry) {
        this.galleries = List.copyOf(galleries);
        this.galleries.forEach(gallery -> gallery.audit().ifPresent(audit -> bind(gallery, audit, registry)));
        this.task = new PeriodicTask("index-audit", failure -> LOG.warn("an audit of the indexes failed", failure))
                .startWithFixedDelay(INTERVAL, INTERVAL, this::round);
    }

    private static void bind(IndexedGallery gallery, Audit audit, MeterRegistry registry) {
        count("stead_index_audit_rows", Audit::rows, gallery, audit, registry);
        count("stead_index_audit_repaired", Audit::repaired, gallery, audit, registry);
        count("stead_index_audit_lost", Audit::lost, gallery, audit, registry);
    }

    private static void count(
            String name, ToDoubleFunction<Audit> of, IndexedGallery gallery, Audit audit, MeterRegistry registry) {
        FunctionCounter.builder(name, audit, of)
                .tag("gallery", gallery.config().id().value())
                .register(registry);
    }

    /** Runs on the task's thread, or on a test's. */
    void round() {
        for (IndexedGallery gallery : galleries) {
            gallery.audit().ifPresent(audit -> round(gallery, audit));
        }
    }

    private static void round(IndexedGallery gallery, Audit audit) {
        long before = audit.repaired();
        try {
            audit.round(ROWS_PER_ROUND);
        } catch (RuntimeException e) {
            LOG.warn(
                    "gallery {}: an audit of the index failed", gallery.config().id(), e);
        }
        if (audit.repaired() > before) {
            LOG.warn(
                    "gallery {}: the audit reassigned {} rows that searches did not find; {} in all are still not found",
                    gallery.config().id(),
                    audit.repaired() - before,
                    audit.lost());
        }
    }

    @Override
    public void close() {
        task.close();
    }
}

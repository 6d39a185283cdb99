package dev.stead.matcher.storage;

import dev.stead.mesh.time.PeriodicTask;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a share of the searches among everybody again, exactly, in the background, and compares what each had found with what was there.
 * Rings are searched exactly anyway. It works for some hundred microseconds and then pauses for a millisecond, so that it takes a sixth of
 * one processor at most; what it has no time for is dropped. The results are metrics, and the {@link SearchEffort}.
 */
public final class LiveAudit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveAudit.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final long PAUSE_NANOS = 1_000_000;

    private final List<GalleryAudit> galleries;
    private final PeriodicTask task;
    private volatile boolean closed;

    /**
     * Does not own the galleries; must be closed before they are.
     *
     * @param oneIn of so many searches one is audited
     * @param random chooses which
     */
    public LiveAudit(List<IndexedGallery> galleries, int oneIn, RandomGenerator.SplittableGenerator random) {
        this.galleries = galleries.stream().map(GalleryAudit::new).toList();
        this.galleries.forEach(one -> one.searches().take(oneIn, random.split()));
        this.task = new PeriodicTask("live-audit", failure -> LOG.warn("a live audit failed", failure));
    }

    /** Audits in the background from now on. */
    public void start(MeterRegistry registry) {
        bind(registry);
        task.startWithFixedDelay(INTERVAL, INTERVAL, this::round);
    }

    void bind(MeterRegistry registry) {
        galleries.forEach(one -> one.bind(registry));
    }

    /** Audits what waits. Runs on the task's thread, or on a test's. */
    void round() {
        try {
            galleries.forEach(this::round);
        } catch (CancellationException e) {
            LOG.info("a live audit was interrupted by the stop");
        }
    }

    private void round(GalleryAudit gallery) {
        gallery.followCalibration();
        for (int i = 0; i < LiveSearches.MOST; i++) {
            LiveSearch search = gallery.searches().poll();
            if (search == null) {
                return;
            }
            try {
                gallery.audit(search, this::pause);
            } finally {
                search.wipe();
            }
        }
    }

    private void pause() {
        if (closed) {
            throw new CancellationException("the live audit is closed");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Waits until an audit that runs has noticed: some milliseconds. */
    @Override
    public void close() {
        closed = true;
        task.close();
        galleries.forEach(one -> one.searches().end());
    }
}

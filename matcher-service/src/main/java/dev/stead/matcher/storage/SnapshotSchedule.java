package dev.stead.matcher.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots in the background: soon after an index was rearranged, at an interval if it changed, and at {@link #close}. One that
 * fails costs only the next start's time: it is logged and tried again.
 */
public final class SnapshotSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSchedule.class);
    private static final long LOOK_SECONDS = 5;

    private final List<IndexedGallery> galleries;
    private final long intervalNanos;
    private final ScheduledExecutorService executor;
    private long intervalBegan = System.nanoTime();

    /** Does not own the galleries; must be closed before they are. */
    public SnapshotSchedule(List<IndexedGallery> galleries, Duration interval) {
        this.galleries = List.copyOf(galleries);
        this.intervalNanos = interval.toNanos();
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("snapshots").factory());
        var _ = executor.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        boolean over = System.nanoTime() - intervalBegan >= intervalNanos;
        if (over) {
            intervalBegan = System.nanoTime();
        }
        galleries.stream().filter(gallery -> gallery.isSnapshotDue(over)).forEach(SnapshotSchedule::write);
    }

    private static void write(IndexedGallery gallery) {
        try {
            long began = System.nanoTime();
            if (gallery.writeSnapshot()) {
                LOG.info(
                        "gallery {}: snapshot written in {} ms",
                        gallery.rules().id(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("gallery {}: no snapshot could be written", gallery.rules().id(), e);
        }
    }

    @Override
    public void close() {
        executor.close();
        galleries.stream().filter(gallery -> gallery.isSnapshotDue(true)).forEach(SnapshotSchedule::write);
    }
}

package dev.stead.matcher.storage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
    private final Duration interval;
    private final InstantSource clock;
    private final ScheduledExecutorService executor;
    private Instant intervalBegan;

    /** Does not own the galleries; must be closed before they are. */
    public SnapshotSchedule(List<IndexedGallery> galleries, Duration interval, InstantSource clock) {
        this.galleries = List.copyOf(galleries);
        this.interval = interval;
        this.clock = clock;
        this.intervalBegan = clock.instant();
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("snapshots").factory());
        var _ = executor.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        Instant now = clock.instant();
        boolean over = !now.isBefore(intervalBegan.plus(interval));
        if (over) {
            intervalBegan = now;
        }
        galleries.stream().filter(gallery -> gallery.isSnapshotDue(over)).forEach(this::write);
    }

    private void write(IndexedGallery gallery) {
        try {
            Instant began = clock.instant();
            if (gallery.writeSnapshot()) {
                LOG.info(
                        "gallery {}: snapshot written in {} ms",
                        gallery.rules().id(),
                        Duration.between(began, clock.instant()).toMillis());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("gallery {}: no snapshot could be written", gallery.rules().id(), e);
        }
    }

    @Override
    public void close() {
        executor.close();
        galleries.stream().filter(gallery -> gallery.isSnapshotDue(true)).forEach(this::write);
    }
}

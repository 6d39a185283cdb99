package dev.stead.matcher.storage;

import dev.stead.mesh.time.PeriodicTask;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots in the background: soon after an index was rearranged, at an interval if it changed, and at {@link #close}. A failure is
 * logged and the write is retried; it costs no more than a slower next start.
 */
public final class SnapshotWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final List<IndexedGallery> galleries;
    private final Duration interval;
    private final InstantSource clock;
    private final PeriodicTask task;
    /** Of the task's thread. */
    private Instant intervalStart;

    /** Does not own the galleries; must be closed before they are. */
    public SnapshotWriter(List<IndexedGallery> galleries, Duration interval, InstantSource clock) {
        this.galleries = List.copyOf(galleries);
        this.interval = interval;
        this.clock = clock;
        this.intervalStart = clock.instant();
        this.task = new PeriodicTask("snapshots", failure -> LOG.warn("a check for due snapshots failed", failure))
                .startWithFixedDelay(CHECK_INTERVAL, CHECK_INTERVAL, this::writeDue);
    }

    private void writeDue() {
        Instant now = clock.instant();
        boolean intervalOver = !now.isBefore(intervalStart.plus(interval));
        if (intervalOver) {
            intervalStart = now;
        }
        galleries.stream()
                .filter(gallery -> gallery.isSnapshotDue(intervalOver))
                .forEach(this::write);
    }

    private void write(IndexedGallery gallery) {
        try {
            Instant start = clock.instant();
            if (gallery.writeSnapshot()) {
                LOG.info(
                        "gallery {}: wrote a snapshot in {} ms",
                        gallery.config().id(),
                        Duration.between(start, clock.instant()).toMillis());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("gallery {}: could not write a snapshot", gallery.config().id(), e);
        }
    }

    @Override
    public void close() {
        task.close();
        galleries.stream().filter(gallery -> gallery.isSnapshotDue(true)).forEach(this::write);
    }
}

package dev.stead.benchmarks.engine;

import dev.stead.benchmarks.data.InParallel;
import dev.stead.benchmarks.data.MappedEmbeddingFile;
import dev.stead.matcher.index.AccuracyTarget;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.Ordinals;
import dev.stead.matcher.index.Restoration;
import dev.stead.matcher.index.Snapshot;
import dev.stead.matcher.index.SnapshotFile;
import dev.stead.matcher.index.SteadIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stead's own engine. A target alone asks for the first candidate, whoever that is; a target that stops at a threshold asks for what the
 * matcher asks for at that threshold: the first candidate if it reaches the threshold, and whoever is within the margin of it.
 */
final class SteadEngine extends PortEngine {
    static final long SEED = 1;
    private static final byte[] HEADER = "index-bench".getBytes(StandardCharsets.US_ASCII);
    private static final float MARGIN = 0.05f;

    private final SteadIndex stead;
    private volatile AccuracyTarget effort = AccuracyTarget.STANDARD;

    SteadEngine(int dimension) {
        this(new SteadIndex(dimension, Kernels.best(), SEED));
    }

    private SteadEngine(SteadIndex stead) {
        super(stead);
        this.stead = stead;
    }

    @Override
    public void settle() {
        stead.settle();
    }

    /** In the format of the matcher's snapshots, unencrypted. A small index, which compares everything, is not saved: it builds at once. */
    @Override
    public void save(Path file) throws IOException {
        Optional<Snapshot> taken = stead.snapshot();
        if (taken.isPresent()) {
            Snapshot snapshot = taken.get();
            SnapshotFile.write(
                    file,
                    HEADER,
                    1 + snapshot.segments(),
                    section -> section == 0 ? snapshot.common() : snapshot.segment(section - 1));
        }
    }

    @Override
    public void load(Path file, MappedEmbeddingFile gallery) throws IOException {
        try (SnapshotFile saved = SnapshotFile.open(file)) {
            if (!Arrays.equals(saved.header(), HEADER) || saved.sections() < 1) {
                throw new IOException(file + " was not written by this bench: delete it");
            }
            try (Restoration restoration = stead.restore(saved.section(0), saved.sections() - 1)) {
                AtomicInteger next = new AtomicInteger(1);
                InParallel.run(Runtime.getRuntime().availableProcessors(), thread -> {
                    for (int i = next.getAndIncrement(); i < saved.sections(); i = next.getAndIncrement()) {
                        add(restoration, saved, i);
                    }
                });
                restoration.finish();
            }
        }
        if (stead.size() != gallery.rows()) {
            throw new IOException(file + " holds " + stead.size() + " rows, the gallery " + gallery.rows());
        }
    }

    private static void add(Restoration restoration, SnapshotFile saved, int section) {
        try {
            restoration.add(section - 1, saved.section(section), ordinal -> true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean canBeKept() {
        return true;
    }

    @Override
    public List<String> usualSettings() {
        return Target.USUAL;
    }

    @Override
    public void use(String setting) {
        Target target = Target.of(setting);
        effort = target.stop() < 0
                ? new AccuracyTarget(target.agreement(), 0, -1)
                : new AccuracyTarget(target.agreement(), MARGIN, Math.max(-1, target.stop() - MARGIN));
    }

    @Override
    void search(MemorySegment probe, Neighbours found) {
        stead.search(probe, Ordinals.all(), effort, found);
    }

    @Override
    public long nativeBytes() {
        return stead.nativeBytes();
    }
}

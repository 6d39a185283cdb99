package dev.stead.benchmarks.engine;

import dev.stead.benchmarks.data.InParallel;
import dev.stead.benchmarks.data.MappedEmbeddingFile;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.VectorIndex;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An index behind the matcher's port, called as the matcher calls it. Whoever extends this says what further settings it has and how it is
 * kept.
 */
public class PortEngine implements Engine {
    private static final String STANDARD = "standard";
    private static final int ROWS_AT_ONCE = 64;

    private final VectorIndex index;
    private MemorySegment[] probes = {};

    /** Owns the index. */
    PortEngine(VectorIndex index) {
        this.index = index;
    }

    /** An empty index of this kind as the matcher has it, to be changed and searched. */
    public static PortEngine of(Engines kind, int dimension) {
        Engine engine = kind.open(dimension);
        if (engine instanceof PortEngine behindThePort) {
            return behindThePort;
        }
        engine.close();
        return new PortEngine(kind.port(dimension));
    }

    /** The index itself, to be changed; it stays this engine's. */
    public final VectorIndex index() {
        return index;
    }

    /** One search, with the effort last given to {@link #use}. */
    void search(MemorySegment probe, Neighbours found) {
        index.search(probe, found);
    }

    /** Waits until the index has done whatever it does in the background after changes. */
    public void settle() {}

    @Override
    public void build(MappedEmbeddingFile gallery, int threads) {
        AtomicInteger next = new AtomicInteger();
        InParallel.run(threads, thread -> {
            float[] row = new float[gallery.dimension()];
            MemorySegment segment = MemorySegment.ofArray(row);
            for (int first = next.getAndAdd(ROWS_AT_ONCE);
                    first < gallery.rows();
                    first = next.getAndAdd(ROWS_AT_ONCE)) {
                for (int i = first; i < Math.min(gallery.rows(), first + ROWS_AT_ONCE); i++) {
                    gallery.readInto(i, 1, row);
                    index.put(i, segment);
                }
            }
        });
        settle();
    }

    @Override
    public boolean canBeKept() {
        return false;
    }

    @Override
    public void save(Path file) throws IOException {
        throw new IOException(description() + " cannot be kept in a file");
    }

    @Override
    public void load(Path file, MappedEmbeddingFile gallery) throws IOException {
        throw new IOException(description() + " cannot be read from a file");
    }

    @Override
    public String description() {
        return index.toString();
    }

    @Override
    public List<String> usualSettings() {
        return List.of(STANDARD);
    }

    @Override
    public void use(String setting) {
        if (!setting.equals(STANDARD)) {
            throw new IllegalArgumentException("the only setting is '" + STANDARD + "', not '" + setting + "'");
        }
    }

    @Override
    public long nativeBytes() {
        return 0;
    }

    @Override
    public void probes(float[] all) {
        MemorySegment segment = MemorySegment.ofArray(all);
        long stride = (long) index.dimension() * Float.BYTES;
        probes = new MemorySegment[all.length / index.dimension()];
        Arrays.setAll(probes, i -> segment.asSlice(i * stride, stride));
    }

    @Override
    public Searcher searcher(int k) {
        Neighbours found = new Neighbours(k);
        int[] rows = new int[k];
        return probe -> {
            search(probes[probe], found);
            for (int i = 0; i < k; i++) {
                rows[i] = i < found.count() ? found.ordinal(i) : -1;
            }
            return rows;
        };
    }

    @Override
    public void close() {
        index.close();
    }
}

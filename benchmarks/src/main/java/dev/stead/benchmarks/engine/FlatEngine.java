package dev.stead.benchmarks.engine;

import dev.stead.benchmarks.data.EmbeddingFile;
import dev.stead.matcher.index.FlatIndex;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.VectorIndex;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Exact search behind the matcher's port. Its file is empty: the gallery is all there is to keep. */
final class FlatEngine implements Engine {
    private final VectorIndex index;
    private final int dimension;
    private MemorySegment[] probes = {};

    FlatEngine(int dimension) {
        this.dimension = dimension;
        this.index = new FlatIndex(dimension, Kernels.best());
    }

    @Override
    public void build(EmbeddingFile gallery, int threads) {
        for (int row = 0; row < gallery.rows(); row++) {
            index.put(row, MemorySegment.ofArray(gallery.read(row, 1)));
        }
    }

    @Override
    public void save(Path file) throws IOException {
        Files.write(file, new byte[0]);
    }

    @Override
    public void load(Path file, EmbeddingFile gallery) {
        build(gallery, 1);
    }

    @Override
    public String description() {
        return "exhaustive float32 scan, " + Kernels.best().description();
    }

    @Override
    public List<String> usualSettings() {
        return List.of("exact");
    }

    @Override
    public void use(String setting) {
        if (!setting.equals("exact")) {
            throw new IllegalArgumentException("flat has one setting, 'exact', not '" + setting + "'");
        }
    }

    @Override
    public long nativeBytes() {
        return 4L * dimension * index.size();
    }

    @Override
    public void probes(float[] all) {
        MemorySegment segment = MemorySegment.ofArray(all);
        long stride = 4L * dimension;
        probes = new MemorySegment[all.length / dimension];
        Arrays.setAll(probes, i -> segment.asSlice(i * stride, stride));
    }

    @Override
    public Searcher searcher(int k) {
        Neighbours found = new Neighbours(k);
        int[] rows = new int[k];
        return probe -> {
            index.search(probes[probe], found);
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

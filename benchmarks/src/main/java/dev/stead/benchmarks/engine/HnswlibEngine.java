package dev.stead.benchmarks.engine;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.stead.benchmarks.data.Dot;
import dev.stead.benchmarks.data.MappedEmbeddingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * The peer hnswlib-core, called directly: the matcher's own adapter of it puts one row after the other and rebuilds as it
 * grows, which is right for a service and would be unfair to the peer. M is 16 and efConstruction 200, as for every peer.
 */
final class HnswlibEngine implements Engine {
    private static final int LINKS = 16;
    private static final int CONSTRUCTION = 200;

    private final int dimension;
    private HnswIndex<Integer, float[], Row, Float> graph;
    private float[][] probes = {};

    @SuppressWarnings("ArrayRecordComponent") // the library wants items; nobody compares these
    record Row(Integer id, float[] vector) implements Item<Integer, float[]> {
        @Override
        public int dimensions() {
            return vector.length;
        }
    }

    /** One minus the inner product. */
    static final class Distance implements DistanceFunction<float[], Float> {
        @Override
        public Float distance(float[] a, float[] b) {
            return 1 - Dot.of(a, 0, b, 0, a.length);
        }
    }

    HnswlibEngine(int dimension) {
        this.dimension = dimension;
        this.graph = HnswIndex.<Integer, float[], Row, Float>empty();
    }

    @Override
    public void build(MappedEmbeddingFile gallery, int threads) {
        graph = HnswIndex.<float[], Float>newBuilder(dimension, new Distance(), gallery.rows())
                .withM(LINKS)
                .withEfConstruction(CONSTRUCTION)
                .build();
        List<Row> rows = new AbstractList<>() {
            @Override
            public Row get(int row) {
                return new Row(row, gallery.read(row, 1));
            }

            @Override
            public int size() {
                return gallery.rows();
            }
        };
        try {
            graph.addAll(rows, threads, (done, max) -> {}, gallery.rows());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the build was interrupted", e);
        }
    }

    @Override
    public boolean canBeKept() {
        return true;
    }

    @Override
    public void save(Path file) throws IOException {
        graph.save(file);
    }

    @Override
    public void load(Path file, MappedEmbeddingFile gallery) throws IOException {
        graph = HnswIndex.load(file);
        if (graph.size() != gallery.rows() || graph.getDimensions() != dimension) {
            throw new IOException(file + " holds another gallery: " + graph.size() + " x " + graph.getDimensions());
        }
    }

    @Override
    public String description() {
        return "hnswlib-core, M=" + LINKS + " efConstruction=" + CONSTRUCTION + ", SIMD distance";
    }

    @Override
    public List<String> usualSettings() {
        return List.of("50", "100", "200", "400", "800");
    }

    @Override
    public void use(String setting) {
        if (!setting.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("hnswlib's setting is its ef, 1 to 999999, not '" + setting + "'");
        }
        graph.setEf(Integer.parseInt(setting));
    }

    @Override
    public long nativeBytes() {
        return 0;
    }

    @Override
    public void probes(float[] all) {
        probes = new float[all.length / dimension][];
        Arrays.setAll(probes, i -> Arrays.copyOfRange(all, i * dimension, (i + 1) * dimension));
    }

    @Override
    public Searcher searcher(int k) {
        int[] rows = new int[k];
        return probe -> {
            List<SearchResult<Row, Float>> found = graph.findNearest(probes[probe], k);
            for (int i = 0; i < k; i++) {
                rows[i] = i < found.size() ? found.get(i).item().id() : -1;
            }
            return rows;
        };
    }

    @Override
    public void close() {
        graph = HnswIndex.<Integer, float[], Row, Float>empty();
    }
}

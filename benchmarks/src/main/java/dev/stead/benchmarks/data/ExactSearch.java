package dev.stead.benchmarks.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Exact search: the oracle of every engine. Reads the gallery once, a tile at a time (a tile stays in the
 * second-level cache while all probes pass over it), on several threads.
 */
public final class ExactSearch {
    private static final int TILE_ROWS = 256;
    private static final int PROBES_AT_ONCE = 16;
    private static final int CACHE_MAGIC = 0x53544558;

    private ExactSearch() {}

    /** The {@code k} most similar gallery rows of each probe. */
    public static NearestRows search(MappedEmbeddingFile gallery, MappedEmbeddingFile probes, int k, int threads) {
        float[] all = probes.read(0, probes.rows());
        AtomicInteger nextTile = new AtomicInteger();
        NearestRows whole = new NearestRows(probes.rows(), k);
        InParallel.collect(threads, thread -> scanTiles(gallery, all, k, nextTile))
                .forEach(whole::addAll);
        return whole;
    }

    /** As {@link #search}, but read from {@code cache} if that holds the answer for these very files, else written there. */
    public static NearestRows cached(
            MappedEmbeddingFile gallery, MappedEmbeddingFile probes, int k, int threads, Path cache) {
        long fingerprint = gallery.checksum() * 31 + probes.checksum();
        try {
            if (Files.exists(cache)) {
                NearestRows found = read(cache, fingerprint, probes.rows(), k);
                if (found != null) {
                    return found;
                }
            }
            NearestRows made = search(gallery, probes, k, threads);
            write(cache, fingerprint, made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the cache " + cache, e);
        }
    }

    private static NearestRows scanTiles(MappedEmbeddingFile gallery, float[] probes, int k, AtomicInteger nextTile) {
        int dimension = gallery.dimension();
        int probeCount = probes.length / dimension;
        NearestRows nearest = new NearestRows(probeCount, k);
        float[] tile = new float[TILE_ROWS * dimension];
        float[] similarities = new float[TILE_ROWS * PROBES_AT_ONCE];
        for (int first = nextTile.getAndIncrement() * TILE_ROWS;
                first < gallery.rows();
                first = nextTile.getAndIncrement() * TILE_ROWS) {
            int rows = Math.min(TILE_ROWS, gallery.rows() - first);
            gallery.readInto(first, rows, tile);
            for (int p = 0; p < probeCount; p += PROBES_AT_ONCE) {
                int count = Math.min(PROBES_AT_ONCE, probeCount - p);
                BlockedScan.similarities(tile, rows, probes, p, count, dimension, similarities);
                for (int i = 0; i < count * rows; i++) {
                    nearest.offer(p + i / rows, first + i % rows, similarities[i]);
                }
            }
        }
        return nearest;
    }

    private static @Nullable NearestRows read(Path cache, long fingerprint, int probes, int k) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(cache)))) {
            if (in.readInt() != CACHE_MAGIC || in.readLong() != fingerprint || in.readInt() != probes) {
                return null;
            }
            if (in.readInt() != k) {
                return null;
            }
            int[] rows = new int[probes * k];
            float[] similarities = new float[probes * k];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = in.readInt();
                similarities[i] = in.readFloat();
            }
            return new NearestRows(k, rows, similarities);
        }
    }

    private static void write(Path cache, long fingerprint, NearestRows nearest) throws IOException {
        Path beside = cache.resolveSibling(cache.getFileName() + ".part");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(beside)))) {
            int[] rows = nearest.rows();
            out.writeInt(CACHE_MAGIC);
            out.writeLong(fingerprint);
            out.writeInt(rows.length / nearest.k());
            out.writeInt(nearest.k());
            for (int i = 0; i < rows.length; i++) {
                out.writeInt(rows[i]);
                out.writeFloat(nearest.similarities()[i]);
            }
        }
        Files.move(beside, cache, StandardCopyOption.ATOMIC_MOVE);
    }
}

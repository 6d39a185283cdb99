package dev.stead.benchmarks.accuracy;

import dev.stead.benchmarks.data.MappedEmbeddingFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Embeddings of people. Each row has a label, that of the person, and may have a session (the moment of its capture: rows of one session
 * are frames of one burst) and a quality. Owns the mapped file. Safe for reading by many threads.
 */
final class LabelledEmbeddings implements AutoCloseable {
    /** A row counts as of unit norm up to this: float16 has been somewhere on the way. */
    private static final double NORM_ERROR = 0.01;

    private static final int USUAL_QUALITY = 90;

    private final MappedEmbeddingFile rows;
    private final int[] labels;
    private final Optional<int[]> sessions;
    private final Optional<byte[]> qualities;

    /**
     * Where they are.
     *
     * @param embeddings float32, little-endian, row-major, unit norm
     * @param labels one int32, little-endian, a row
     * @param sessions one int32, little-endian, a row
     * @param qualities one byte a row, 0 to 100
     */
    record Sources(Path embeddings, Path labels, Optional<Path> sessions, Optional<Path> qualities) {}

    private LabelledEmbeddings(
            MappedEmbeddingFile rows, int[] labels, Optional<int[]> sessions, Optional<byte[]> qualities) {
        this.rows = rows;
        this.labels = labels;
        this.sessions = sessions;
        this.qualities = qualities;
    }

    /** @throws IllegalArgumentException if the files do not fit each other, or a row is no unit vector */
    static LabelledEmbeddings open(Sources sources, int dimension) throws IOException {
        MappedEmbeddingFile rows = MappedEmbeddingFile.open(sources.embeddings(), dimension, 0);
        try {
            int[] labels = integers(sources.labels(), rows.rows());
            Optional<int[]> sessions = sources.sessions().isEmpty()
                    ? Optional.empty()
                    : Optional.of(integers(sources.sessions().get(), rows.rows()));
            Optional<byte[]> qualities = sources.qualities().isEmpty()
                    ? Optional.empty()
                    : Optional.of(bytes(sources.qualities().get(), rows.rows()));
            var opened = new LabelledEmbeddings(rows, labels, sessions, qualities);
            opened.requireUnitNorm();
            return opened;
        } catch (IOException | RuntimeException failed) {
            rows.close();
            throw failed;
        }
    }

    private static int[] integers(Path file, int rows) throws IOException {
        ByteBuffer read = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        requireSize(file, read.remaining(), 4L * rows, rows + " int32, one a row of the embeddings");
        int[] values = new int[rows];
        read.asIntBuffer().get(values);
        return values;
    }

    private static byte[] bytes(Path file, int rows) throws IOException {
        byte[] read = Files.readAllBytes(file);
        requireSize(file, read.length, rows, rows + " bytes, one a row of the embeddings");
        for (int row = 0; row < rows; row++) {
            if (read[row] < 0 || read[row] > 100) {
                throw new IllegalArgumentException(file + ": the quality of row " + row + " must be 0 to 100");
            }
        }
        return read;
    }

    private static void requireSize(Path file, long found, long wanted, String what) {
        if (found != wanted) {
            throw new IllegalArgumentException(file + " must have " + what + ", but has " + found + " bytes");
        }
    }

    private void requireUnitNorm() {
        float[] row = new float[rows.dimension()];
        for (int i = 0; i < rows.rows(); i++) {
            rows.readInto(i, 1, row);
            double squares = 0;
            for (float value : row) {
                squares += (double) value * value;
            }
            if (!(Math.abs(Math.sqrt(squares) - 1) <= NORM_ERROR)) {
                throw new IllegalArgumentException("row " + i + " of the embeddings must have unit norm, but has "
                        + (float) Math.sqrt(squares) + ": are --dim and the byte order right?");
            }
        }
    }

    int dimension() {
        return rows.dimension();
    }

    float[] row(int row) {
        return rows.read(row, 1);
    }

    int quality(int row) {
        return qualities.map(all -> (int) all[row]).orElse(USUAL_QUALITY);
    }

    boolean hasQualities() {
        return qualities.isPresent();
    }

    boolean hasSessions() {
        return sessions.isPresent();
    }

    /** The rows of each person in the order of the file, by label. */
    SortedMap<Integer, List<Integer>> byPerson() {
        List<Integer> all = new ArrayList<>();
        for (int row = 0; row < labels.length; row++) {
            all.add(row);
        }
        return grouped(all, row -> labels[row]);
    }

    /** Those of one person by session; without sessions each row is one of its own. */
    List<List<Integer>> bySession(List<Integer> ofPerson) {
        return List.copyOf(grouped(
                        ofPerson, row -> sessions.map(all -> all[row]).orElse(row))
                .values());
    }

    private static SortedMap<Integer, List<Integer>> grouped(List<Integer> rows, IntFunction<Integer> key) {
        SortedMap<Integer, List<Integer>> groups = new TreeMap<>();
        for (int row : rows) {
            groups.computeIfAbsent(key.apply(row), _ -> new ArrayList<>()).add(row);
        }
        return groups;
    }

    @Override
    public void close() {
        rows.close();
    }
}

package dev.stead.terminal.sample;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A file of raw little-endian float32 with one row per person, who is both enrolled with it and identified by it. Kept in memory. */
public final class EmbeddingFile implements SampleSource {
    /** What one Java array of bytes can hold. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 15;

    private final float[] rows;
    private final int dimension;
    private final String model;

    private EmbeddingFile(float[] rows, int dimension, String model) {
        this.rows = rows;
        this.dimension = dimension;
        this.model = model;
    }

    /**
     * Reads the whole file.
     *
     * @throws SampleException if it cannot be read, or has not a whole number of rows
     */
    public static EmbeddingFile open(Path file, int dimension, String model) {
        float[] rows = SampleFiles.floats(file, MAX_BYTES);
        if (rows.length % dimension != 0) {
            throw new SampleException(
                    SampleProblem.EMBEDDING_DAMAGED,
                    "%s has %s numbers: not a whole number of rows of %s: give the right dimension"
                            .formatted(file, rows.length, dimension));
        }
        return new EmbeddingFile(rows, dimension, model);
    }

    @Override
    public int people() {
        return rows.length / dimension;
    }

    @Override
    public String subjectId(int person) {
        return String.format(Locale.ROOT, "row-%07d", person);
    }

    @Override
    public List<CapturedSample> enrolment(int person) {
        return List.of(probe(person, 0));
    }

    @Override
    public CapturedSample probe(int person, long seed) {
        float[] row = Arrays.copyOfRange(rows, person * dimension, (person + 1) * dimension);
        return new CapturedSample(model, row, SampleFiles.UNKNOWN_QUALITY);
    }
}

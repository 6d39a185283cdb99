package dev.stead.matcher.domain;

import java.util.Arrays;

/**
 * What a model made from one sample: {@code float[dimension]}, L2-normalised. Immutable, compared by its numbers, and does not print them.
 *
 * <p>{@link #values()} hands out the array itself: an embedding is read millions of times and copied never. Nobody writes to it.
 */
public final class Embedding {
    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /** Checks and normalises in place: the array now belongs to the embedding. */
    public static Embedding normalised(float[] raw) {
        double squares = 0;
        for (float value : raw) {
            if (!Float.isFinite(value)) {
                throw new MatcherException(MatcherError.EMBEDDING_NOT_FINITE, "every number must be finite");
            }
            squares += (double) value * value;
        }
        double norm = Math.sqrt(squares);
        // A subnormal norm has too few bits left for a direction.
        if (norm < Float.MIN_NORMAL) {
            throw new MatcherException(MatcherError.EMBEDDING_ZERO, "the numbers must not all be zero");
        }
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) (raw[i] / norm);
        }
        return new Embedding(raw);
    }

    /** Takes floats that were normalised before they were stored. */
    public static Embedding stored(float[] normalised) {
        return new Embedding(normalised);
    }

    public int dimension() {
        return values.length;
    }

    /** Read only. */
    public float[] values() {
        return values;
    }

    /** Cosine. For the few comparisons outside of an index: samples of one enrolment, templates of one subject. */
    public float similarityTo(Embedding other) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (double) values[i] * other.values[i];
        }
        return (float) sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding embedding && Arrays.equals(values, embedding.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + " floats]";
    }
}

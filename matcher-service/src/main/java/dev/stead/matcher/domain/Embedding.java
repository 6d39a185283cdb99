package dev.stead.matcher.domain;

import java.util.Arrays;

/**
 * What a model made from one sample: {@code float[dimension]}, L2-normalised. Immutable until it is wiped; equal if the numbers are; does
 * not print them.
 *
 * <p>{@link #values()} returns the array itself, since an embedding is read millions of times. Nobody may write to it. Whoever made an
 * embedding wipes it when nobody reads it any more: what is garbage may lie in the heap for hours.
 */
public final class Embedding {
    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /** Checks and normalises the numbers in place; the array then belongs to the embedding. */
    public static Embedding normalised(float[] raw) {
        double squares = 0;
        for (float value : raw) {
            if (!Float.isFinite(value)) {
                throw new MatcherException(
                        MatcherError.EMBEDDING_NOT_FINITE, "every number of an embedding must be finite");
            }
            squares += (double) value * value;
        }
        double norm = Math.sqrt(squares);
        // A subnormal norm has too few bits for a direction.
        if (norm < Float.MIN_NORMAL) {
            throw new MatcherException(MatcherError.EMBEDDING_ZERO, "the numbers of an embedding must not all be zero");
        }
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) (raw[i] / norm);
        }
        return new Embedding(raw);
    }

    /** Wraps floats that were normalised before they were stored. */
    public static Embedding stored(float[] normalised) {
        return new Embedding(normalised);
    }

    /** With numbers of its own, for whoever keeps it longer than its maker does. */
    public Embedding copy() {
        return new Embedding(values.clone());
    }

    public void wipe() {
        Arrays.fill(values, 0);
    }

    public int dimension() {
        return values.length;
    }

    /** To be read only. */
    public float[] values() {
        return values;
    }

    /** The cosine of two embeddings of one length, for comparisons outside an index. Four sums, of which none waits for another. */
    public float similarityTo(Embedding other) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < values.length; i += 4) {
            first += (double) values[i] * other.values[i];
            second += (double) values[i + 1] * other.values[i + 1];
            third += (double) values[i + 2] * other.values[i + 2];
            fourth += (double) values[i + 3] * other.values[i + 3];
        }
        for (; i < values.length; i++) {
            first += (double) values[i] * other.values[i];
        }
        return (float) (first + second + third + fourth);
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

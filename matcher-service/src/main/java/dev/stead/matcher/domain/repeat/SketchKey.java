package dev.stead.matcher.domain.repeat;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The secret that makes sketches: a rotation, from three rounds of random signs and a Walsh-Hadamard transform each (Andoni and others,
 * Practical and Optimal LSH for Angular Distance, 2015, section 6). Thread-safe; does not print.
 */
public final class SketchKey {
    private static final int ROUNDS = 3;
    private static final int MOST_DIMENSIONS = 1_024;

    private final float[][] signs = new float[ROUNDS][MOST_DIMENSIONS];

    /** @param random in production a {@link java.security.SecureRandom} */
    public SketchKey(RandomGenerator random) {
        for (float[] round : signs) {
            for (int i = 0; i < round.length; i++) {
                round[i] = random.nextBoolean() ? 1 : -1;
            }
        }
    }

    /** Of an embedding of up to {@value #MOST_DIMENSIONS} dimensions. */
    CaptureSketch sketch(float[] embedding) {
        int size = Math.max(CaptureSketch.BITS, Integer.highestOneBit(2 * embedding.length - 1));
        float[] turned = Arrays.copyOf(embedding, size);
        for (float[] round : signs) {
            for (int i = 0; i < size; i++) {
                turned[i] *= round[i];
            }
            transform(turned);
        }
        long[] words = new long[CaptureSketch.WORDS];
        for (int i = 0; i < CaptureSketch.BITS; i++) {
            if (turned[i] > 0) {
                words[i / Long.SIZE] |= 1L << i;
            }
        }
        Arrays.fill(turned, 0);
        return new CaptureSketch(words);
    }

    /** Walsh-Hadamard, not scaled: only signs count in the end. */
    private static void transform(float[] values) {
        for (int half = 1; half < values.length; half *= 2) {
            for (int from = 0; from < values.length; from += 2 * half) {
                for (int i = from; i < from + half; i++) {
                    float sum = values[i] + values[i + half];
                    values[i + half] = values[i] - values[i + half];
                    values[i] = sum;
                }
            }
        }
    }

    @Override
    public String toString() {
        return "SketchKey";
    }
}

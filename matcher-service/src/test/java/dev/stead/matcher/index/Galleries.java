package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import java.util.Random;

/** Unit vectors of different kinds, by seed: what an engine may meet, from the realistic to the degenerate. */
enum Galleries {
    /** Every direction alike: the head must hold everything. */
    FULL_RANK,
    /** A spectrum that falls, as real embeddings have it. */
    LOW_RANK,
    /** Dense groups that lie apart. */
    CLUSTERED,
    /** Half of the components are zero in every vector. */
    DEAD_COMPONENTS,
    /** The same vector again and again. */
    ALL_EQUAL,
    /** Two vectors, opposite to each other, nearly without spread. */
    TWO_POINTS,
    /** Each vector about three times. */
    DUPLICATES,
    /** One in a hundred lies in a subspace of its own, of which a sample of the others knows nothing. */
    MINORITY;

    private static final int GROUPS = 24;
    private static final int ORIGINALS = 700;

    float[] vector(Random random, int dimension) {
        float[] values = new float[dimension];
        switch (this) {
            case FULL_RANK -> gaussian(values, random, 0, dimension, 0);
            case LOW_RANK -> gaussian(values, random, 0, dimension, 8.0 / dimension);
            case CLUSTERED -> {
                gaussian(values, new Random(random.nextInt(GROUPS)), 0, dimension, 0);
                float[] own = new float[dimension];
                gaussian(own, random, 0, dimension, 4.0 / dimension);
                add(values, own);
            }
            case DEAD_COMPONENTS -> gaussian(values, random, 0, dimension / 2, 0);
            case ALL_EQUAL -> values[3] = 1;
            case TWO_POINTS -> {
                gaussian(values, random, 0, dimension, 0);
                for (int i = 0; i < dimension; i++) {
                    values[i] *= 1e-3f;
                }
                values[1] += random.nextBoolean() ? 10 : -10;
            }
            case DUPLICATES -> gaussian(values, new Random(random.nextInt(ORIGINALS)), 0, dimension, 0);
            case MINORITY -> {
                boolean other = random.nextInt(100) == 0;
                gaussian(values, random, other ? dimension / 2 : 0, other ? dimension : dimension / 2, 0);
            }
        }
        return normalised(values);
    }

    /** Another capture of the same: a cosine of about {@code 1 / sqrt(1 + noise^2)}. */
    float[] near(float[] vector, Random random, double noise) {
        float[] moved = vector(random, vector.length);
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (vector[i] + noise * moved[i]);
        }
        return normalised(moved);
    }

    static MemorySegment segment(float[] vector) {
        return MemorySegment.ofArray(vector);
    }

    /** Components from {@code from} to {@code to}, whose deviations fall by {@code exp(-decay)} a component. */
    private static void gaussian(float[] values, Random random, int from, int to, double decay) {
        for (int i = from; i < to; i++) {
            values[i] = (float) (random.nextGaussian() * Math.exp(-decay * (i - from)));
        }
    }

    private static void add(float[] values, float[] others) {
        for (int i = 0; i < values.length; i++) {
            values[i] += 0.7f * others[i];
        }
    }

    static float[] normalised(float[] values) {
        double square = 1e-30;
        for (float value : values) {
            square += (double) value * value;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / Math.sqrt(square));
        }
        return values;
    }
}

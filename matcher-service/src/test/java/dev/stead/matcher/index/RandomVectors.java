package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Unit vectors by seed. */
final class RandomVectors {
    private RandomVectors() {}

    static MemorySegment unit(Random random, int dimension) {
        float[] values = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) random.nextGaussian();
            squares += values[i] * values[i];
        }
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) (values[i] / Math.sqrt(squares));
        }
        return MemorySegment.ofArray(values);
    }

    /** A sample of the same "person": cosine about 0.8. */
    static MemorySegment near(MemorySegment vector, Random random, int dimension) {
        float[] values = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) (vector.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                    + 0.75 / Math.sqrt(dimension) * random.nextGaussian());
            squares += values[i] * values[i];
        }
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) (values[i] / Math.sqrt(squares));
        }
        return MemorySegment.ofArray(values);
    }
}

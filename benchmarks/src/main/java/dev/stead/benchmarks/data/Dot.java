package dev.stead.benchmarks.data;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Inner product of two rows in arrays, at the machine's vector width: for peers without a kernel of their own. */
public final class Dot {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private Dot() {}

    /** Four sums, because a fused multiply-add takes four cycles and one sum would wait for each. */
    public static float of(float[] a, int aAt, float[] b, int bAt, int dimension) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        for (int end = dimension - 4 * LANES; i <= end; i += 4 * LANES) {
            s0 = load(a, aAt + i).fma(load(b, bAt + i), s0);
            s1 = load(a, aAt + i + LANES).fma(load(b, bAt + i + LANES), s1);
            s2 = load(a, aAt + i + 2 * LANES).fma(load(b, bAt + i + 2 * LANES), s2);
            s3 = load(a, aAt + i + 3 * LANES).fma(load(b, bAt + i + 3 * LANES), s3);
        }
        for (int end = dimension - LANES; i <= end; i += LANES) {
            s0 = load(a, aAt + i).fma(load(b, bAt + i), s0);
        }
        float dot = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        for (; i < dimension; i++) {
            dot += a[aAt + i] * b[bAt + i];
        }
        return dot;
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }
}

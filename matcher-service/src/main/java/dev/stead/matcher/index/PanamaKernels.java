package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The same sums, a register at a time. The only class that touches the incubating Vector API. */
final class PanamaKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int LANES = SPECIES.length();
    private static final long STEP = (long) LANES * Float.BYTES;

    /** Four accumulators: a fused multiply-add takes four cycles, and one sum would wait for each. */
    @Override
    public float dot(MemorySegment a, long aOffset, MemorySegment b, long bOffset, int dimension) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        long at = 0;
        for (int end = dimension - 4 * LANES; i <= end; i += 4 * LANES, at += 4 * STEP) {
            s0 = load(a, aOffset + at).fma(load(b, bOffset + at), s0);
            s1 = load(a, aOffset + at + STEP).fma(load(b, bOffset + at + STEP), s1);
            s2 = load(a, aOffset + at + 2 * STEP).fma(load(b, bOffset + at + 2 * STEP), s2);
            s3 = load(a, aOffset + at + 3 * STEP).fma(load(b, bOffset + at + 3 * STEP), s3);
        }
        for (int end = dimension - LANES; i <= end; i += LANES, at += STEP) {
            s0 = load(a, aOffset + at).fma(load(b, bOffset + at), s0);
        }
        float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        for (; i < dimension; i++, at += Float.BYTES) {
            sum += a.get(JAVA_FLOAT_UNALIGNED, aOffset + at) * b.get(JAVA_FLOAT_UNALIGNED, bOffset + at);
        }
        return sum;
    }

    private static FloatVector load(MemorySegment segment, long offset) {
        return FloatVector.fromMemorySegment(SPECIES, segment, offset, ORDER);
    }

    @Override
    public String description() {
        return "panama, " + SPECIES.vectorBitSize() + " bits";
    }
}

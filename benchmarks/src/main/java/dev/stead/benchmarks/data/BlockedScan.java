package dev.stead.benchmarks.data;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * All similarities between a block of rows and a block of probes, four by four: each loaded vector is used four times, so
 * that the arithmetic and not the memory is the limit. It is the benchmarks' oracle and shares no code with any engine.
 */
final class BlockedScan {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int SIDE = 4;

    private BlockedScan() {}

    /**
     * {@code out[p * rowCount + r]} becomes the inner product of probe {@code firstProbe + p} and row {@code r}.
     *
     * @param rows row-major, {@code rowCount} rows
     * @param probes row-major; {@code probeCount} of them are read from {@code firstProbe} on
     */
    static void similarities(
            float[] rows, int rowCount, float[] probes, int firstProbe, int probeCount, int dimension, float[] out) {
        int fullRows = rowCount / SIDE * SIDE;
        int fullProbes = probeCount / SIDE * SIDE;
        for (int p = 0; p < fullProbes; p += SIDE) {
            for (int r = 0; r < fullRows; r += SIDE) {
                square(
                        rows,
                        r * dimension,
                        probes,
                        (firstProbe + p) * dimension,
                        dimension,
                        out,
                        p * rowCount + r,
                        rowCount);
            }
        }
        for (int p = 0; p < probeCount; p++) {
            for (int r = p < fullProbes ? fullRows : 0; r < rowCount; r++) {
                out[p * rowCount + r] = Dot.of(rows, r * dimension, probes, (firstProbe + p) * dimension, dimension);
            }
        }
    }

    /** Two probes by four rows at a time: eight sums and six operands stay in registers whatever the vector width. */
    private static void square(
            float[] rows, int row, float[] probes, int probe, int dimension, float[] out, int outAt, int stride) {
        strip(rows, row, probes, probe, dimension, out, outAt, stride);
        strip(rows, row, probes, probe + 2 * dimension, dimension, out, outAt + 2 * stride, stride);
    }

    private static void strip(
            float[] rows, int row, float[] probes, int probe, int dimension, float[] out, int outAt, int stride) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        int i = 0;
        for (; i < SPECIES.loopBound(dimension); i += SPECIES.length()) {
            FloatVector p0 = FloatVector.fromArray(SPECIES, probes, probe + i);
            FloatVector p1 = FloatVector.fromArray(SPECIES, probes, probe + dimension + i);
            FloatVector r0 = FloatVector.fromArray(SPECIES, rows, row + i);
            FloatVector r1 = FloatVector.fromArray(SPECIES, rows, row + dimension + i);
            FloatVector r2 = FloatVector.fromArray(SPECIES, rows, row + 2 * dimension + i);
            FloatVector r3 = FloatVector.fromArray(SPECIES, rows, row + 3 * dimension + i);
            a0 = r0.fma(p0, a0);
            a1 = r1.fma(p0, a1);
            a2 = r2.fma(p0, a2);
            a3 = r3.fma(p0, a3);
            b0 = r0.fma(p1, b0);
            b1 = r1.fma(p1, b1);
            b2 = r2.fma(p1, b2);
            b3 = r3.fma(p1, b3);
        }
        out[outAt] = a0.reduceLanes(VectorOperators.ADD) + tail(rows, row, probes, probe, i, dimension);
        out[outAt + 1] = a1.reduceLanes(VectorOperators.ADD) + tail(rows, row + dimension, probes, probe, i, dimension);
        out[outAt + 2] =
                a2.reduceLanes(VectorOperators.ADD) + tail(rows, row + 2 * dimension, probes, probe, i, dimension);
        out[outAt + 3] =
                a3.reduceLanes(VectorOperators.ADD) + tail(rows, row + 3 * dimension, probes, probe, i, dimension);
        int next = probe + dimension;
        int at = outAt + stride;
        out[at] = b0.reduceLanes(VectorOperators.ADD) + tail(rows, row, probes, next, i, dimension);
        out[at + 1] = b1.reduceLanes(VectorOperators.ADD) + tail(rows, row + dimension, probes, next, i, dimension);
        out[at + 2] = b2.reduceLanes(VectorOperators.ADD) + tail(rows, row + 2 * dimension, probes, next, i, dimension);
        out[at + 3] = b3.reduceLanes(VectorOperators.ADD) + tail(rows, row + 3 * dimension, probes, next, i, dimension);
    }

    private static float tail(float[] a, int aAt, float[] b, int bAt, int from, int dimension) {
        float sum = 0;
        for (int i = from; i < dimension; i++) {
            sum += a[aAt + i] * b[bAt + i];
        }
        return sum;
    }
}

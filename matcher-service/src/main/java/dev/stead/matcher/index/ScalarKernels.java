package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Plain loops: the oracle of {@link PanamaKernels}, and used where there is no Vector API. */
final class ScalarKernels implements Kernels {

    @Override
    public float dot(MemorySegment a, long aOffset, MemorySegment b, long bOffset, int dimension) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            long at = (long) i * Float.BYTES;
            sum += (double) a.get(JAVA_FLOAT_UNALIGNED, aOffset + at) * b.get(JAVA_FLOAT_UNALIGNED, bOffset + at);
        }
        return (float) sum;
    }

    @Override
    public void project(float[] vector, MemorySegment matrix, long offset, float[] products, int from, int rows) {
        MemorySegment segment = MemorySegment.ofArray(vector);
        for (int row = 0; row < rows; row++) {
            products[from + row] =
                    dot(segment, 0, matrix, offset + (long) row * vector.length * Float.BYTES, vector.length);
        }
    }

    @Override
    public void addRows(float[] factors, int from, MemorySegment matrix, long offset, float[] sum, int rows) {
        for (int i = 0; i < sum.length; i++) {
            double total = sum[i];
            for (int row = 0; row < rows; row++) {
                long at = offset + ((long) row * sum.length + i) * Float.BYTES;
                total += (double) factors[from + row] * matrix.get(JAVA_FLOAT_UNALIGNED, at);
            }
            sum[i] = (float) total;
        }
    }

    @Override
    public float codeDot(float[] probe, int from, MemorySegment codes, long offset, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (double) probe[from + i] * codes.get(JAVA_BYTE, offset + i);
        }
        return (float) sum;
    }

    @Override
    public void codeDots(float[] probe, MemorySegment codes, int length, int[] rows, int count, float[] products) {
        for (int i = 0; i < count; i++) {
            products[i] = codeDot(probe, 0, codes, (long) rows[i] * length, length);
        }
    }

    @Override
    public long mayReach(MemorySegment page, long offset, SketchedProbe probe, float needed) {
        long reaching = 0;
        for (int row = 0; row < Sketches.PAGE_ROWS; row++) {
            long first = offset + Sketches.wordOffset(probe.words(), row);
            int sum = 0;
            for (int word = 0; word < probe.words(); word++) {
                long bits = page.get(JAVA_LONG_UNALIGNED, first + (long) word * Sketches.WORD_BYTES);
                sum += Long.bitCount(bits & probe.plane(word, 0))
                        + 2 * Long.bitCount(bits & probe.plane(word, 1))
                        + 4 * Long.bitCount(bits & probe.plane(word, 2))
                        - 8 * Long.bitCount(bits & probe.plane(word, 3));
            }
            float factor = page.get(JAVA_FLOAT_UNALIGNED, offset + Sketches.factorOffset(probe.words(), row));
            if (factor * (probe.scale() * sum + probe.shift()) > needed) {
                reaching |= 1L << row;
            }
        }
        return reaching;
    }

    @Override
    public String description() {
        return "scalar";
    }
}

package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.stead.matcher.index.nativememory.Prefetch;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The sums of {@link ScalarKernels}, one register at a time. The only class that uses the incubating Vector API. */
final class PanamaKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int LANES = SPECIES.length();
    private static final long STEP = (long) LANES * Float.BYTES;

    /** As many bytes as there are floats in a register. */
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, SPECIES.vectorBitSize() / Float.BYTES)));

    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    /** As many floats, and ints, as there are longs in a register. */
    private static final VectorShape HALF = VectorShape.forBitSize(LONGS.vectorBitSize() / 2);

    private static final VectorSpecies<Float> FEW = VectorSpecies.of(float.class, HALF);
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, HALF);

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

    /** Four rows at a time: each register of the vector is loaded once for four rows of the matrix. */
    @Override
    public void project(float[] vector, MemorySegment matrix, long offset, float[] products, int from, int rows) {
        long stride = (long) vector.length * Float.BYTES;
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            projectFour(vector, matrix, offset + row * stride, products, from + row);
        }
        for (MemorySegment segment = MemorySegment.ofArray(vector); row < rows; row++) {
            products[from + row] = dot(segment, 0, matrix, offset + row * stride, vector.length);
        }
    }

    private static void projectFour(float[] vector, MemorySegment matrix, long offset, float[] products, int at) {
        long stride = (long) vector.length * Float.BYTES;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        long here = offset;
        for (int end = vector.length - LANES; i <= end; i += LANES, here += STEP) {
            FloatVector v = FloatVector.fromArray(SPECIES, vector, i);
            s0 = load(matrix, here).fma(v, s0);
            s1 = load(matrix, here + stride).fma(v, s1);
            s2 = load(matrix, here + 2 * stride).fma(v, s2);
            s3 = load(matrix, here + 3 * stride).fma(v, s3);
        }
        float sum0 = s0.reduceLanes(VectorOperators.ADD);
        float sum1 = s1.reduceLanes(VectorOperators.ADD);
        float sum2 = s2.reduceLanes(VectorOperators.ADD);
        float sum3 = s3.reduceLanes(VectorOperators.ADD);
        for (; i < vector.length; i++, here += Float.BYTES) {
            sum0 += vector[i] * matrix.get(JAVA_FLOAT_UNALIGNED, here);
            sum1 += vector[i] * matrix.get(JAVA_FLOAT_UNALIGNED, here + stride);
            sum2 += vector[i] * matrix.get(JAVA_FLOAT_UNALIGNED, here + 2 * stride);
            sum3 += vector[i] * matrix.get(JAVA_FLOAT_UNALIGNED, here + 3 * stride);
        }
        products[at] = sum0;
        products[at + 1] = sum1;
        products[at + 2] = sum2;
        products[at + 3] = sum3;
    }

    /** Four rows at a time: each register of the sum is loaded and stored once for four rows. */
    @Override
    public void addRows(float[] factors, int from, MemorySegment matrix, long offset, float[] sum, int rows) {
        long stride = (long) sum.length * Float.BYTES;
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            addFourRows(factors, from + row, matrix, offset + row * stride, sum);
        }
        for (; row < rows; row++) {
            addRow(factors[from + row], matrix, offset + row * stride, sum);
        }
    }

    private static void addFourRows(float[] factors, int at, MemorySegment matrix, long offset, float[] sum) {
        long stride = (long) sum.length * Float.BYTES;
        FloatVector f0 = FloatVector.broadcast(SPECIES, factors[at]);
        FloatVector f1 = FloatVector.broadcast(SPECIES, factors[at + 1]);
        FloatVector f2 = FloatVector.broadcast(SPECIES, factors[at + 2]);
        FloatVector f3 = FloatVector.broadcast(SPECIES, factors[at + 3]);
        int i = 0;
        long here = offset;
        for (int end = sum.length - LANES; i <= end; i += LANES, here += STEP) {
            FloatVector s = FloatVector.fromArray(SPECIES, sum, i);
            FloatVector a = load(matrix, here).fma(f0, s);
            FloatVector b = load(matrix, here + stride).mul(f1);
            a = load(matrix, here + 2 * stride).fma(f2, a);
            b = load(matrix, here + 3 * stride).fma(f3, b);
            a.add(b).intoArray(sum, i);
        }
        for (; i < sum.length; i++, here += Float.BYTES) {
            sum[i] += factors[at] * matrix.get(JAVA_FLOAT_UNALIGNED, here)
                    + factors[at + 1] * matrix.get(JAVA_FLOAT_UNALIGNED, here + stride)
                    + factors[at + 2] * matrix.get(JAVA_FLOAT_UNALIGNED, here + 2 * stride)
                    + factors[at + 3] * matrix.get(JAVA_FLOAT_UNALIGNED, here + 3 * stride);
        }
    }

    private static void addRow(float factor, MemorySegment matrix, long offset, float[] sum) {
        int i = 0;
        long here = offset;
        for (int end = sum.length - LANES; i <= end; i += LANES, here += STEP) {
            load(matrix, here)
                    .fma(FloatVector.broadcast(SPECIES, factor), FloatVector.fromArray(SPECIES, sum, i))
                    .intoArray(sum, i);
        }
        for (; i < sum.length; i++, here += Float.BYTES) {
            sum[i] += factor * matrix.get(JAVA_FLOAT_UNALIGNED, here);
        }
    }

    @Override
    public float codeDot(float[] probe, int from, MemorySegment codes, long offset, int length) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i < length; i += 4 * LANES) {
            s0 = widen(codes, offset + i).fma(FloatVector.fromArray(SPECIES, probe, from + i), s0);
            s1 = widen(codes, offset + i + LANES).fma(FloatVector.fromArray(SPECIES, probe, from + i + LANES), s1);
            s2 = widen(codes, offset + i + 2L * LANES)
                    .fma(FloatVector.fromArray(SPECIES, probe, from + i + 2 * LANES), s2);
            s3 = widen(codes, offset + i + 3L * LANES)
                    .fma(FloatVector.fromArray(SPECIES, probe, from + i + 3 * LANES), s3);
        }
        return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    }

    /** Four rows at a time, as in {@link #project}: takes less than half the time of one after the other. */
    @Override
    public void codeDots(float[] probe, MemorySegment codes, int length, int[] rows, int count, float[] products) {
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            fourCodeDots(probe, codes, length, rows, i, products);
        }
        for (; i < count; i++) {
            products[i] = codeDot(probe, 0, codes, (long) rows[i] * length, length);
        }
    }

    private static void fourCodeDots(
            float[] probe, MemorySegment codes, int length, int[] rows, int at, float[] products) {
        long c0 = (long) rows[at] * length;
        long c1 = (long) rows[at + 1] * length;
        long c2 = (long) rows[at + 2] * length;
        long c3 = (long) rows[at + 3] * length;
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = FloatVector.fromArray(SPECIES, probe, i);
            s0 = widen(codes, c0 + i).fma(p, s0);
            s1 = widen(codes, c1 + i).fma(p, s1);
            s2 = widen(codes, c2 + i).fma(p, s2);
            s3 = widen(codes, c3 + i).fma(p, s3);
        }
        products[at] = s0.reduceLanes(VectorOperators.ADD);
        products[at + 1] = s1.reduceLanes(VectorOperators.ADD);
        products[at + 2] = s2.reduceLanes(VectorOperators.ADD);
        products[at + 3] = s3.reduceLanes(VectorOperators.ADD);
    }

    /**
     * Counts and compares in two methods, with the sums handed over in memory: one method of both would be more than the compiler inlines,
     * and its registers would become objects.
     */
    @Override
    public long mayReach(MemorySegment page, long offset, SketchedProbe probe, float needed) {
        float[] sums = probe.sums();
        for (int lane = 0; lane < Sketches.BLOCK_ROWS; lane += LONGS.length()) {
            for (int word = 0; word < probe.words(); word += 2) {
                addWeighedCounts(page, offset + 8L * lane, lane, probe, word, sums);
            }
        }
        return reaching(page, offset + Sketches.factorOffset(probe.words(), 0), probe, needed, sums);
    }

    /**
     * Adds the counts of two words, for the rows of one lane in all blocks; their planes stay in registers. The first two words start the
     * sums. After an odd number of words the last word is read twice, the second time against planes of zeros.
     */
    private static void addWeighedCounts(
            MemorySegment page, long offset, int lane, SketchedProbe probe, int word, float[] sums) {
        LongVector ones = LongVector.broadcast(LONGS, probe.plane(word, 0));
        LongVector twos = LongVector.broadcast(LONGS, probe.plane(word, 1));
        LongVector fours = LongVector.broadcast(LONGS, probe.plane(word, 2));
        LongVector minusEights = LongVector.broadcast(LONGS, probe.plane(word, 3));
        LongVector moreOnes = LongVector.broadcast(LONGS, probe.plane(word + 1, 0));
        LongVector moreTwos = LongVector.broadcast(LONGS, probe.plane(word + 1, 1));
        LongVector moreFours = LongVector.broadcast(LONGS, probe.plane(word + 1, 2));
        LongVector moreMinusEights = LongVector.broadcast(LONGS, probe.plane(word + 1, 3));
        long blockBytes = (long) probe.words() * Sketches.WORD_BYTES;
        long at = offset + (long) Sketches.WORD_BYTES * word;
        long apart = word + 1 < probe.words() ? Sketches.WORD_BYTES : 0;
        for (int row = lane; row < Sketches.PAGE_ROWS; row += Sketches.BLOCK_ROWS, at += blockBytes) {
            LongVector bits = LongVector.fromMemorySegment(LONGS, page, at, ORDER);
            LongVector more = LongVector.fromMemorySegment(LONGS, page, at + apart, ORDER);
            LongVector one = count(bits.and(ones)).add(count(more.and(moreOnes)));
            LongVector two = count(bits.and(twos)).add(count(more.and(moreTwos)));
            LongVector four = count(bits.and(fours)).add(count(more.and(moreFours)));
            LongVector minusEight = count(bits.and(minusEights)).add(count(more.and(moreMinusEights)));
            // By way of ints: only AVX-512 has an instruction from longs to floats, and without one vectors become
            // objects.
            FloatVector sum = (FloatVector) one.add(two.lanewise(VectorOperators.LSHL, 1))
                    .add(four.lanewise(VectorOperators.LSHL, 2))
                    .sub(minusEight.lanewise(VectorOperators.LSHL, 3))
                    .castShape(INTS, 0)
                    .castShape(FEW, 0);
            (word == 0 ? sum : sum.add(FloatVector.fromArray(FEW, sums, row))).intoArray(sums, row);
        }
    }

    private static long reaching(MemorySegment page, long factorsAt, SketchedProbe probe, float needed, float[] sums) {
        FloatVector scale = FloatVector.broadcast(SPECIES, probe.scale());
        FloatVector shift = FloatVector.broadcast(SPECIES, probe.shift());
        long reaching = 0;
        for (int row = 0; row < Sketches.PAGE_ROWS; row += LANES) {
            reaching |= FloatVector.fromArray(SPECIES, sums, row)
                            .fma(scale, shift)
                            .mul(load(page, factorsAt + 4L * row))
                            .compare(VectorOperators.GT, needed)
                            .toLong()
                    << row;
        }
        return reaching;
    }

    private static LongVector count(LongVector bits) {
        return bits.lanewise(VectorOperators.BIT_COUNT);
    }

    private static FloatVector widen(MemorySegment codes, long offset) {
        return (FloatVector)
                ByteVector.fromMemorySegment(BYTES, codes, offset, ORDER).castShape(SPECIES, 0);
    }

    private static FloatVector load(MemorySegment segment, long offset) {
        return FloatVector.fromMemorySegment(SPECIES, segment, offset, ORDER);
    }

    @Override
    public String description() {
        return "panama, " + SPECIES.vectorBitSize() + " bits, " + (Prefetch.isAvailable() ? "prefetch" : "no prefetch");
    }
}

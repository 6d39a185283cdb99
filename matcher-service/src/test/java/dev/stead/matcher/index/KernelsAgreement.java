package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Compares the vector kernels with the scalar ones: all lengths up to 1,024, any alignment, ordinary and extreme values. A program of its
 * own too, so that it can run where registers are narrower.
 */
final class KernelsAgreement {
    private static final int LONGEST = 1_024;
    private static final float[] FACTORS = {Float.NaN, 0, 1e-9f, 0.5f, 3, -0.25f};
    private static final float[] NEEDED = {Float.NEGATIVE_INFINITY, -2, -0.1f, 0, 0.05f, 0.4f, 2};

    private final long seed;
    private final Random random;
    private final Kernels scalar = new ScalarKernels();
    private final Kernels panama = new PanamaKernels();
    private final List<String> disagreements = new ArrayList<>();

    KernelsAgreement(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    static void main(String[] seeds) {
        System.out.println(new PanamaKernels().description());
        var found = new KernelsAgreement(Long.parseLong(seeds[0])).disagreements();
        found.forEach(System.out::println);
        System.exit(found.isEmpty() ? 0 : 1);
    }

    /** One sentence each, with the seed; none if the kernels agree. */
    List<String> disagreements() {
        try (Arena arena = Arena.ofConfined()) {
            for (int length = 1; length <= LONGEST; length++) {
                dot(arena, length);
            }
            for (int length = 128; length <= LONGEST; length += 1 + random.nextInt(30)) {
                project(arena, length);
                addRows(arena, length);
            }
            for (int length = Kernels.STEP; length <= LONGEST; length += Kernels.STEP) {
                codeDot(arena, length);
                codeDots(arena, length);
                mayReach(arena, length);
            }
        }
        return disagreements;
    }

    private void dot(Arena arena, int length) {
        MemorySegment heap = RandomVectors.unit(random, length);
        long shift = random.nextInt(64);
        MemorySegment off = arena.allocate(shift + 4L * length, 64);
        off.asSlice(shift).copyFrom(RandomVectors.unit(random, length));
        equal(
                "dot of " + length + " at byte " + shift,
                scalar.dot(heap, 0, off, shift, length),
                panama.dot(heap, 0, off, shift, length),
                1);
    }

    private void project(Arena arena, int length) {
        int rows = 1 + random.nextInt(9);
        int from = random.nextInt(5);
        long shift = 4L * random.nextInt(8);
        MemorySegment matrix = arena.allocate(shift + 4L * length * rows, 64);
        for (int row = 0; row < rows; row++) {
            matrix.asSlice(shift + 4L * length * row).copyFrom(RandomVectors.unit(random, length));
        }
        float[] vector = RandomVectors.unit(random, length).toArray(JAVA_FLOAT_UNALIGNED);
        float[] expected = new float[from + rows + 3];
        float[] actual = new float[from + rows + 3];
        scalar.project(vector, matrix, shift, expected, from, rows);
        panama.project(vector, matrix, shift, actual, from, rows);
        for (int i = 0; i < expected.length; i++) {
            equal("project of " + length + ", row " + (i - from) + " of " + rows, expected[i], actual[i], 1);
        }
    }

    private void addRows(Arena arena, int length) {
        int rows = random.nextInt(10);
        int from = random.nextInt(5);
        long shift = 4L * random.nextInt(8);
        MemorySegment matrix = arena.allocate(shift + 4L * length * Math.max(1, rows), 64);
        for (int row = 0; row < rows; row++) {
            matrix.asSlice(shift + 4L * length * row).copyFrom(RandomVectors.unit(random, length));
        }
        float[] factors = RandomVectors.unit(random, from + rows + 1).toArray(JAVA_FLOAT_UNALIGNED);
        float[] expected = RandomVectors.unit(random, length).toArray(JAVA_FLOAT_UNALIGNED);
        float[] actual = expected.clone();
        scalar.addRows(factors, from, matrix, shift, expected, rows);
        panama.addRows(factors, from, matrix, shift, actual, rows);
        for (int i = 0; i < length; i++) {
            equal("addRows of " + length + ", component " + i + " of " + rows + " rows", expected[i], actual[i], 1);
        }
    }

    /** At every alignment, with random codes, the least code, and the greatest. */
    private void codeDot(Arena arena, int length) {
        for (int shift = 0; shift < 64; shift += 1 + random.nextInt(6)) {
            for (int kind = 0; kind < 4; kind++) {
                MemorySegment codes = arena.allocate(shift + length + (long) Kernels.STEP, 64);
                for (int i = 0; i < length; i++) {
                    codes.set(JAVA_BYTE, shift + i, code(kind, i));
                }
                int from = random.nextInt(70);
                float[] probe = RandomVectors.unit(random, from + length).toArray(JAVA_FLOAT_UNALIGNED);
                equal(
                        "codeDot of " + length + " at byte " + shift + ", kind " + kind,
                        scalar.codeDot(probe, from, codes, shift, length),
                        panama.codeDot(probe, from, codes, shift, length),
                        128);
            }
        }
    }

    private void codeDots(Arena arena, int length) {
        int there = 1 + random.nextInt(9);
        MemorySegment codes = arena.allocate((long) there * length + Kernels.STEP, 64);
        for (int i = 0; i < there * length; i++) {
            codes.set(JAVA_BYTE, i, code(random.nextInt(4), i));
        }
        float[] probe = RandomVectors.unit(random, length).toArray(JAVA_FLOAT_UNALIGNED);
        int[] rows = random.ints(12, 0, there).toArray();
        int count = random.nextInt(rows.length + 1);
        float[] expected = new float[rows.length];
        float[] actual = new float[rows.length];
        scalar.codeDots(probe, codes, length, rows, count, expected);
        panama.codeDots(probe, codes, length, rows, count, actual);
        for (int i = 0; i < rows.length; i++) {
            equal("codeDots of " + length + ", " + i + " of " + count, expected[i], actual[i], 128);
        }
    }

    private byte code(int kind, int i) {
        return switch (kind) {
            case 0 -> Byte.MIN_VALUE;
            case 1 -> Byte.MAX_VALUE;
            case 2 -> i % 2 == 0 ? Byte.MIN_VALUE : Byte.MAX_VALUE;
            default -> (byte) random.nextInt();
        };
    }

    private void mayReach(Arena arena, int length) {
        int words = length / Long.SIZE;
        long pageBytes = Sketches.pageBytes(words);
        long shift = 64L * random.nextInt(3);
        MemorySegment page = arena.allocate(shift + pageBytes, 64);
        for (int row = 0; row < Sketches.PAGE_ROWS; row++) {
            long first = shift + Sketches.wordOffset(words, row);
            for (int word = 0; word < words; word++) {
                long bits = row == 0 ? -1 : row == 1 ? 0 : random.nextLong();
                page.set(JAVA_LONG_UNALIGNED, first + (long) word * Sketches.WORD_BYTES, bits);
            }
            float factor = row < 32 ? FACTORS[row % FACTORS.length] : random.nextFloat();
            page.set(JAVA_FLOAT_UNALIGNED, shift + Sketches.factorOffset(words, row), factor);
        }
        var probe = new SketchedProbe(length, length);
        float[] vector = RandomVectors.unit(random, length).toArray(JAVA_FLOAT_UNALIGNED);
        if (random.nextInt(4) == 0) {
            java.util.Arrays.fill(vector, 0);
            vector[random.nextInt(length)] = -1;
        }
        probe.set(vector);
        probe.allowFor(random.nextFloat() * 5);
        for (float needed : NEEDED) {
            long expected = scalar.mayReach(page, shift, probe, needed);
            // A fused multiply-add rounds once where the scalar sum rounds twice: just at the limit both are right.
            long either = scalar.mayReach(page, shift, probe, needed - 1e-4f)
                    & ~scalar.mayReach(page, shift, probe, needed + 1e-4f);
            long actual = panama.mayReach(page, shift, probe, needed);
            if (((expected ^ actual) & ~either) != 0) {
                disagreements.add("mayReach of " + length + ", needed " + needed + ", rows "
                        + Long.toBinaryString(expected ^ actual) + ", seed " + seed);
            }
        }
    }

    private void equal(String what, float expected, float actual, float magnitude) {
        if (!(Math.abs(expected - actual) <= 2e-5f * magnitude)) {
            disagreements.add(what + ": " + expected + " and " + actual + ", seed " + seed);
        }
    }
}

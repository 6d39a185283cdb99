package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;

/**
 * The arithmetic of a search. One implementation is chosen, once, at start; the scalar one defines what the other must compute.
 * Thread-safe.
 */
public sealed interface Kernels permits ScalarKernels, PanamaKernels {
    /** Lengths of codes and heads are multiples of this, so that no kernel needs a remainder loop. */
    int STEP = 64;

    /** Inner product of {@code dimension} floats at two byte offsets. */
    float dot(MemorySegment a, long aOffset, MemorySegment b, long bOffset, int dimension);

    /** Inner product of a vector with each of {@code rows} rows of floats of the same length, from byte {@code offset} of a matrix on. */
    void project(float[] vector, MemorySegment matrix, long offset, float[] products, int from, int rows);

    /**
     * Adds each of {@code rows} rows of floats, from byte {@code offset} of a matrix on, to a sum of the same length, weighted by as many
     * factors from {@code from} on.
     */
    void addRows(float[] factors, int from, MemorySegment matrix, long offset, float[] sum, int rows);

    /**
     * Inner product of {@code length} floats, from {@code from} on, with as many signed bytes; {@code length} is a multiple of {@link
     * #STEP}.
     */
    float codeDot(float[] probe, int from, MemorySegment codes, long offset, int length);

    /**
     * {@link #codeDot} of a vector with each of the first {@code count} of {@code rows} of codes of one length, into the same positions.
     */
    void codeDots(float[] probe, MemorySegment codes, int length, int[] rows, int count, float[] products);

    /**
     * Which rows of a page of sketches may be as similar to the probe as {@code needed}: bit {@code i} for row {@code i}. See {@link
     * Sketches} for the layout and the estimate.
     */
    long mayReach(MemorySegment page, long offset, SketchedProbe probe, float needed);

    /** For the log: which implementation it is, and how wide its registers are. */
    String description();

    /** The fastest that this JVM can run. */
    static Kernels best() {
        return Best.KERNELS;
    }

    /** Resolved once. Without {@code --add-modules jdk.incubator.vector} the Vector API cannot be linked, and the plain loops are used. */
    final class Best {
        private static final Kernels KERNELS = choose();

        private Best() {}

        private static Kernels choose() {
            boolean present =
                    ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
            return present ? new PanamaKernels() : new ScalarKernels();
        }
    }
}

package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;

/** The arithmetic of a search. One implementation is picked once, at start; the scalar one says what the others must compute. */
public sealed interface Kernels permits ScalarKernels, PanamaKernels {

    /** Inner product of {@code dimension} floats at two byte offsets. */
    float dot(MemorySegment a, long aOffset, MemorySegment b, long bOffset, int dimension);

    /** For the log: which one was picked, and how wide it is. */
    String description();

    /** The fastest that this JVM can run. */
    static Kernels best() {
        return Picked.KERNELS;
    }

    /** Resolved once. Without {@code --add-modules jdk.incubator.vector} the class cannot be linked, and the plain loop serves. */
    final class Picked {
        private static final Kernels KERNELS = pick();

        private Picked() {}

        private static Kernels pick() {
            boolean present =
                    ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
            return present ? new PanamaKernels() : new ScalarKernels();
        }
    }
}

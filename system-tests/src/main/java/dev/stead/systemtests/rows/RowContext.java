package dev.stead.systemtests.rows;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The inputs of a row.
 *
 * @param seed of every random choice
 * @param folder the row's own; kept if the row fails
 * @param untilNanos on the scale of {@code nanoTime}: after this, no further fault is injected
 * @param progress receives a short text from time to time
 */
public record RowContext(
        Size size,
        long seed,
        Path folder,
        InstantSource clock,
        LongSupplier nanoTime,
        long untilNanos,
        Consumer<String> progress) {
    /** How large a row is run. */
    public enum Size {
        /** Within {@code ./stead test}. */
        CI,
        /** The figures of the matrix. */
        FULL;

        /** One number for each size. */
        public int of(int ci, int full) {
            return this == CI ? ci : full;
        }
    }

    /** False if no further fault should be injected. */
    boolean hasTime() {
        return nanoTime.getAsLong() - untilNanos < 0;
    }
}

package dev.stead.systemtests.rows;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a row is given.
 *
 * @param size how much of it
 * @param seed of all its chance
 * @param folder its own; left behind if it fails
 * @param clock the machine's
 * @param nanoTime the machine's
 * @param untilNanos of {@code nanoTime}: after this, no further fault is begun
 * @param progress told now and then, in a few words
 */
public record RowContext(
        Size size,
        long seed,
        Path folder,
        InstantSource clock,
        LongSupplier nanoTime,
        long untilNanos,
        Consumer<String> progress) {
    /** How much of a row is run. */
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

    /** False if no further fault should be begun. */
    boolean hasTime() {
        return nanoTime.getAsLong() - untilNanos < 0;
    }
}

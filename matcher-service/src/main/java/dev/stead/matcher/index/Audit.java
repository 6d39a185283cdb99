package dev.stead.matcher.index;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Checks row by row that what is in the index is also found: decodes each live row and searches for it as for a probe. A row that is not
 * found is assigned to its partition again, and searched for again. The engine is built so that it loses no row; the audit tells whether
 * it, or the memory that it uses, does.
 *
 * <p>Does a bounded amount of work at a time, while searches and changes go on, and continues where it stopped, also after a rearrangement,
 * since ordinals stay. Thread-safe; one round waits for another.
 */
public final class Audit {
    /** A row with more duplicates than this may be crowded out by them. */
    private static final int EQUALS = 8;

    private static final float EQUAL = 0.999f;

    private final SteadIndex index;
    private final Neighbours found = new Neighbours(EQUALS);
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong repaired = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    @GuardedBy("this")
    private int next;

    Audit(SteadIndex index) {
        this.index = index;
    }

    /** Rows that were searched for. */
    public long rows() {
        return rows.get();
    }

    /** Of these, those that were not found and were reassigned. */
    public long repaired() {
        return repaired.get();
    }

    /** Of those, the ones that are still not found: rebuilding the index may help. */
    public long lost() {
        return lost.get();
    }

    /**
     * Searches for the next live rows.
     *
     * @return how many: fewer than {@code most} if every row was searched for in this round, if the index is too small to have partitions,
     *     or if it was closed
     */
    public synchronized int round(int most) {
        Generation now = index.current();
        int bound = now == null ? 0 : now.rows().bound();
        int searched = 0;
        try {
            for (int looked = 0; looked < bound && searched < most; looked++) {
                next = next < bound ? next : 0;
                Row row = take(next++);
                if (row != null) {
                    check(row);
                    rows.incrementAndGet();
                    searched++;
                }
            }
        } catch (IllegalStateException e) {
            if (!index.isClosed()) {
                throw e;
            }
        }
        return searched;
    }

    /** A row as it was under the index's lock. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never kept
    private record Row(Generation generation, int ordinal, int stamp, float[] rotated) {}

    private @Nullable Row take(int ordinal) {
        index.changes().lock();
        try {
            Generation now = index.isClosed() ? null : index.current();
            if (now == null || !now.rows().isLive(ordinal)) {
                return null;
            }
            float[] rotated = now.newRotated();
            now.rows().read(ordinal, rotated);
            return new Row(now, ordinal, now.rows().stamp(ordinal), rotated);
        } finally {
            index.changes().unlock();
        }
    }

    private void check(Row row) {
        if (!isFound(row) && reassign(row)) {
            repaired.incrementAndGet();
            if (!isFound(row) && isUnchanged(row)) {
                lost.incrementAndGet();
            }
        }
    }

    private boolean isFound(Row row) {
        Space space = row.generation.rows().space();
        float[] vector = new float[space.dimension()];
        space.unrotate(index.kernels(), row.rotated, vector);
        index.search(MemorySegment.ofArray(vector), Ordinals.all(), AccuracyTarget.STANDARD, found);
        Arrays.fill(vector, 0);
        return found.contains(row.ordinal) || (found.count() == EQUALS && found.similarity(EQUALS - 1) >= EQUAL);
    }

    /** False if since it was taken the row was changed, or another generation took over: then it need not have been found. */
    private boolean reassign(Row row) {
        Generation.Prepared prepared = row.generation.prepare(row.rotated);
        index.changes().lock();
        try {
            boolean unchanged = isUnchanged(row);
            if (unchanged) {
                row.generation.place(row.ordinal, prepared);
            }
            return unchanged;
        } finally {
            index.changes().unlock();
        }
    }

    private boolean isUnchanged(Row row) {
        index.changes().lock();
        try {
            return !index.isClosed()
                    && index.current() == row.generation
                    && row.generation.rows().stamp(row.ordinal) == row.stamp;
        } finally {
            index.changes().unlock();
        }
    }

    @Override
    public String toString() {
        return "Audit[" + rows + " rows, " + repaired + " repaired, " + lost + " lost]";
    }
}

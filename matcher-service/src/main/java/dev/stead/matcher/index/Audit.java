package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks, row by row, whether whoever is in the index is also found: each live row is decoded and searched for as a probe would be. One that
 * is not found is assigned to its partition anew, and searched for again. By its construction the engine loses no row; this is what tells
 * if it, or the memory under it, does otherwise.
 *
 * <p>Does a bounded piece of work at a time, beside searches and changes, and goes on where it stopped, also past a rearrangement: ordinals
 * stay. Thread-safe; one round waits for another.
 */
public final class Audit {
    /** A row that has more equals than these may be crowded out by them. */
    private static final int EQUALS = 8;

    private static final float EQUAL = 0.999f;

    private final SteadIndex index;
    private final Neighbours found = new Neighbours(EQUALS);
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong repaired = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private int next;

    Audit(SteadIndex index) {
        this.index = index;
    }

    /** Rows that were searched for. */
    public long rows() {
        return rows.get();
    }

    /** Of these, those that were not found and were assigned anew. */
    public long repaired() {
        return repaired.get();
    }

    /** Of those, the ones that are not found even so: an index that is built anew may hold them. */
    public long lost() {
        return lost.get();
    }

    /**
     * Searches for the next live rows.
     *
     * @return how many: fewer than {@code most} if each has had its turn in this round, if the index is too small to have partitions, or
     *     if it was closed
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
        space.unrotate(row.rotated, vector);
        index.search(MemorySegment.ofArray(vector), Ordinals.all(), AccuracyTarget.STANDARD, found);
        return found.contains(row.ordinal) || (found.count() == EQUALS && found.similarity(EQUALS - 1) >= EQUAL);
    }

    /** False if the row was changed, or another generation took over, since it was taken: then it need not have been found. */
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

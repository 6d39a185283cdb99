package dev.stead.matcher.index;

import dev.stead.matcher.index.nativememory.HugePages;
import dev.stead.matcher.index.nativememory.Prefetch;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stead's own engine: as certain as it is asked to be, and as fast as that allows.
 *
 * <p><b>The idea.</b> Embeddings of faces are hard to index: their intrinsic dimension is about 40, the impostors of a probe are nearly
 * equidistant, and a graph pays for certainty with thousands of scattered reads. But a vector can be told from the best one by very little
 * of it. So the engine reads compact codes in long runs, and as few of them as certainty allows:
 *
 * <ol>
 *   <li>A {@link Space}, found in the gallery, turns vectors so that their first 192 or so components hold nearly everything.
 *   <li>{@link Partitions} hold a {@link Sketches sketch} of each row: one bit for each of the first 128 or so components of what is left
 *       when the partition's mean is taken away. 24 bytes a row with its factor and its owner, of which a scan reads 20. Reading one costs
 *       about a nanosecond from the processor's caches, and several from memory: so what is not needed to rule a row out is not in it, and
 *       a page is asked for while the one before is read ({@link Prefetch}).
 *   <li>A {@link CentroidGraph}, an HNSW over the partitions' means, finds where a row belongs. A search orders
 *       the partitions by their means, as far as it goes ({@link PartitionOrder}), and reads them from the nearest on.
 *   <li>A {@link Calibration}, measured on the gallery itself, says how far it must read to keep the agreement that an {@link AccuracyTarget} asks
 *       for. It also says when nobody better is plausible.
 *   <li>Rows whose sketch leaves a doubt (one in some hundreds) are compared by their {@link VectorRows} codes: first by eight bits a component,
 *       then by sixteen. What is returned is exact to 1e-5.
 * </ol>
 *
 * <p><b>Memory</b> a row at 512 dimensions with a head of 192: 16 + 2 * 192 + 320 = 720 bytes of codes, 24 of sketch ({@link HugePages}), 10 of books.
 *
 * <p><b>Change.</b> A row is coded and assigned before the lock is taken; under it are a copy of 720 bytes and of 24. An erased row is
 * overwritten in place before {@link #erase} returns, and its places are used again. Nothing is linked to a row, so nothing needs repair:
 * every live row is in exactly one partition. When the gallery has doubled (or shrunk to a quarter) since it was last arranged, a {@link
 * Rearrangement} makes new partitions in the background, and changes go to both until the new ones take over.
 *
 * <p><b>Reading while others write.</b> A search takes no lock. It announces which {@link Generation} it reads, so that memory is freed
 * only after it has left; a row carries a stamp that is odd while it is written, and a similarity counts only if the stamp is the same
 * before and after. A search sees every change that had returned before it began; while an ordinal's vector is replaced, a search that
 * overlaps may miss that ordinal.
 *
 * <p>Literature: Jégou, Douze, Schmid, "Product Quantization for Nearest Neighbor Search", 2011 (partitions); Gao and Long, "RaBitQ", 2024
 * (sketches); Malkov and Yashunin, "HNSW", 2016 (where a row belongs); Michael, "Hazard Pointers", 2004 (freeing memory).
 */
public final class SteadIndex implements VectorIndex, Snapshottable {
    /** Up to here every vector is compared: a space needs a sample to be found in. */
    static final int SMALL = 1_024;

    /** A bulk load that is faster than the first arrangement waits for it here. */
    private static final int MAX_SMALL = 4 * SMALL;

    private static final long WAIT_NANOS = 50_000;

    private final int dimension;
    private final Kernels kernels;
    private final Rearrangement rearrangement;
    /** Held for the moment in which a change is applied; never while anything is computed, and never by a search. */
    private final ReentrantLock changes = new ReentrantLock();

    /** The vectors themselves, until {@link #current} takes over. */
    private final FlatIndex small;

    private final AtomicInteger smallReaders = new AtomicInteger();

    private volatile @Nullable Generation current;
    private volatile @Nullable Generation next;
    private volatile long epoch;
    private volatile int size;
    private volatile boolean closed;

    /** @param seed of everything that is drawn at random, so that the same changes in the same order make the same index */
    public SteadIndex(int dimension, Kernels kernels, long seed) {
        this.dimension = dimension;
        this.kernels = kernels;
        this.small = new FlatIndex(dimension, kernels);
        this.rearrangement = new Rearrangement(this, kernels, seed);
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public long put(int ordinal, MemorySegment vector) {
        Vectors.requireLength(vector, dimension);
        if (ordinal < 0) {
            throw new IllegalArgumentException("negative ordinal");
        }
        float[] floats = new float[dimension];
        MemorySegment.copy(vector, 0, MemorySegment.ofArray(floats), 0, vector.byteSize());
        while (true) {
            requireOpen();
            if (current == null && size >= MAX_SMALL) {
                rearrangement.await();
            }
            PreparedPut put = PreparedPut.of(current, next, kernels, floats);
            changes.lock();
            try {
                requireOpen();
                if (put.current() == current && put.next() == next) {
                    return apply(ordinal, vector, put);
                }
            } finally {
                changes.unlock();
            }
        }
    }

    private long apply(int ordinal, MemorySegment vector, PreparedPut put) {
        boolean fresh = !holds(ordinal);
        put.apply(ordinal, vector, small);
        if (fresh) {
            int more = size + 1;
            size = more;
        }
        return advance();
    }

    @Override
    public long erase(int ordinal) {
        changes.lock();
        try {
            requireOpen();
            if (!holds(ordinal)) {
                return epoch;
            }
            Generation upcoming = next;
            if (upcoming != null) {
                upcoming.erase(ordinal);
            }
            Generation now = current;
            if (now != null) {
                now.erase(ordinal);
            } else {
                small.erase(ordinal);
            }
            int fewer = size - 1;
            size = fewer;
            return advance();
        } finally {
            changes.unlock();
        }
    }

    @Override
    public boolean contains(int ordinal) {
        // Without the lock, what is asked could be freed by a rearrangement meanwhile.
        changes.lock();
        try {
            requireOpen();
            return holds(ordinal);
        } finally {
            changes.unlock();
        }
    }

    /** Under the lock. */
    boolean holds(int ordinal) {
        Generation now = current;
        return now == null ? small.contains(ordinal) : now.rows().isLive(ordinal);
    }

    @Override
    public void search(MemorySegment probe, Ordinals allowed, AccuracyTarget target, Neighbours found) {
        requireOpen();
        Vectors.requireLength(probe, dimension);
        found.begin(epoch);
        while (true) {
            Generation now = current;
            if (now == null ? searchSmall(probe, allowed, found) : search(now, probe, allowed, target, found)) {
                return;
            }
        }
    }

    /** False if another generation took over before this one could be held. */
    private boolean search(
            Generation now, MemorySegment probe, Ordinals allowed, AccuracyTarget target, Neighbours found) {
        Search search = now.searches().borrow(now, kernels);
        try {
            if (now != current) {
                return false;
            }
            requireOpen();
            search.run(probe, allowed, target, found);
            return true;
        } finally {
            now.searches().release(search);
        }
    }

    private boolean searchSmall(MemorySegment probe, Ordinals allowed, Neighbours found) {
        smallReaders.incrementAndGet();
        try {
            if (current != null) {
                return false;
            }
            requireOpen();
            small.compare(probe, allowed, found);
            return true;
        } finally {
            smallReaders.decrementAndGet();
        }
    }

    /** Waits until the partitions fit the rows. */
    @Override
    public void settle() {
        rearrangement.settle();
    }

    @Override
    public Optional<Snapshottable> snapshottable() {
        return Optional.of(this);
    }

    @Override
    public Optional<Audit> audit() {
        return Optional.of(new Audit(this));
    }

    @Override
    public Optional<Snapshot> snapshot() {
        changes.lock();
        try {
            requireOpen();
            Generation now = current;
            return now == null ? Optional.empty() : Optional.of(rearrangement.snapshot(now));
        } finally {
            changes.unlock();
        }
    }

    @Override
    public int arrangements() {
        return rearrangement.count();
    }

    @Override
    public Restoration restore(byte[] common, int segments) throws SnapshotException {
        return new Restoration(this, kernels, common, segments);
    }

    void restored(Generation complete, int live, int arrangedSize, int spaceTrainedSize) {
        changes.lock();
        try {
            if (current != null || size > 0 || closed) {
                throw new IllegalStateException("only an empty index is restored");
            }
            rearrangement.resume(arrangedSize, spaceTrainedSize);
            size = live;
            current = complete;
        } finally {
            changes.unlock();
        }
        closeSmall();
    }

    /** Runs it while nobody changes the index, which must still read this generation. */
    <T> T whileUnchanged(Generation generation, Supplier<T> reading) {
        changes.lock();
        try {
            requireOpen();
            if (current != generation) {
                throw new IllegalStateException("the index was rearranged");
            }
            return reading.get();
        } finally {
            changes.unlock();
        }
    }

    /** Memory outside of the Java heap, in bytes. */
    public long nativeBytes() {
        Generation now = current;
        return now == null ? small.bytes() : now.bytes();
    }

    @Override
    public void close() {
        changes.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            changes.unlock();
        }
        rearrangement.await();
        closeSmall();
        Generation now = current;
        if (now != null) {
            now.closeExceptRows();
            now.rows().close();
        }
    }

    // For the rearrangement, which is part of this index.

    @Nullable
    Generation current() {
        return current;
    }

    boolean isClosed() {
        return closed;
    }

    FlatIndex small() {
        return small;
    }

    ReentrantLock changes() {
        return changes;
    }

    /** From now on every change goes to this generation too; to none, if null. */
    void setNext(@Nullable Generation generation) {
        changes.lock();
        try {
            next = generation;
        } finally {
            changes.unlock();
        }
    }

    /** The one that was coming takes over; what was before has no new readers from now on. */
    void switchTo(Generation complete) {
        changes.lock();
        try {
            current = complete;
            next = null;
        } finally {
            changes.unlock();
        }
    }

    /** Overwrites and frees the small index when its last reader has left. */
    void closeSmall() {
        while (smallReaders.get() > 0) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
        small.close();
    }

    private long advance() {
        rearrangement.rearrangeIfDue(size);
        long reached = epoch + 1;
        epoch = reached;
        return reached;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the index is closed");
        }
    }

    @Override
    public String toString() {
        return "SteadIndex[" + size + " x " + dimension + ", " + kernels.description() + "]";
    }
}

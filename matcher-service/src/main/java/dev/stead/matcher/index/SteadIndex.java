package dev.stead.matcher.index;

import dev.stead.matcher.index.nativememory.HugePages;
import dev.stead.matcher.index.nativememory.Prefetch;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stead's own engine: finds what exact search finds, as certainly as an {@link AccuracyTarget} asks, and reads as little as that allows.
 *
 * <p><b>The idea.</b> Embeddings of faces are hard to index. Their intrinsic dimension is about 40, all impostors are nearly equally
 * similar to a probe, and a graph needs thousands of scattered reads to be certain. But a small part of a vector is enough to tell that it
 * is not the best one. So the engine reads compact codes in long runs, and only as many of them as certainty needs:
 *
 * <ol>
 *   <li>A {@link Space}, trained on the gallery, rotates vectors so that their first components (some 192 of 512) hold nearly everything.
 *   <li>{@link Partitions} group similar rows, and hold a {@link Sketches sketch} of each: one bit for each of the first 128 or so
 *       components of what remains of the row when its partition's mean is subtracted. A sketch takes 24 bytes with its factor and its
 *       ordinal, of which a scan reads 20. Reading one costs about a nanosecond from the processor's caches, and several from memory. So a
 *       sketch has only what it takes to rule a row out, and each page is {@linkplain Prefetch prefetched} while the one before it is read.
 *   <li>A {@link CentroidGraph}, an HNSW graph of the partitions' means, finds the partition where a new row belongs. A search orders the
 *       partitions by the similarity of their means to the probe ({@link PartitionOrder}), and reads the most similar first.
 *   <li>A {@link Calibration}, measured on the gallery itself, says how many partitions a search must read to keep the agreement that its
 *       {@link AccuracyTarget} asks for, and when nobody better is plausible, so that it may stop early.
 *   <li>Rows that their sketch does not rule out (one in some hundreds) are compared by their {@link VectorRows codes}: first by eight bits
 *       per component, then by sixteen. The similarities that are returned are exact to 1e-5.
 * </ol>
 *
 * <p><b>Memory</b> per row, at 512 dimensions of which 192 are in the head: 16 + 2 * 192 + 320 = 720 bytes of codes and 24 of sketch, both
 * in {@link HugePages}, and 10 bytes to find its place.
 *
 * <p><b>Changes.</b> A row is coded, and its partition found, before the lock is taken; under the lock 720 and 24 bytes are copied. An
 * erased row is overwritten in place before {@link #erase} returns, and its place is reused. Rows are not linked to each other, so nothing
 * has to be repaired: every live row is in exactly one partition. When the gallery has doubled since it was last arranged, or shrunk to a
 * quarter, a {@link Rearrangement} makes new partitions in the background; meanwhile changes go to the old ones and to the new ones, until
 * the new ones take over.
 *
 * <p><b>Searching while others change.</b> A search takes no lock. It announces which {@link Generation} it reads, and that generation's
 * memory is freed only after the search has ended. Each row has a stamp that is odd while the row is written, and a similarity counts only
 * if the stamp was the same before and after it was computed. A search sees every change that had returned before it began. While an
 * ordinal's vector is being replaced, a concurrent search may miss that ordinal.
 *
 * <p><b>Literature.</b> Jégou, Douze, Schmid, "Product Quantization for Nearest Neighbor Search", 2011 (partitions); Gao and Long,
 * "RaBitQ", 2024 (sketches); Malkov and Yashunin, "HNSW", 2016 (finding a row's partition); Michael, "Hazard Pointers", 2004 (freeing
 * memory).
 */
public final class SteadIndex implements VectorIndex, Snapshottable {
    /** Below this size every vector is compared: training a space needs a sample. */
    static final int SMALL = 1_024;

    /** At this size a bulk load waits for the first arrangement. */
    private static final int MAX_SMALL = 4 * SMALL;

    private static final long WAIT_NANOS = 50_000;

    private final int dimension;
    private final Kernels kernels;
    private final Rearrangement rearrangement;
    /** Held only while a change is applied: not while anything is computed, and never by a search. */
    private final ReentrantLock changes = new ReentrantLock();

    /** The vectors themselves, until {@link #current} takes over. */
    private final FlatIndex small;

    private final AtomicInteger smallReaders = new AtomicInteger();

    private volatile @Nullable Generation current;
    private volatile @Nullable Generation next;
    private volatile long epoch;
    private volatile int size;
    private volatile boolean closed;

    /** @param seed of all random choices: the same changes in the same order make the same index */
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
        try {
            return put(ordinal, vector, floats);
        } finally {
            Arrays.fill(floats, 0);
        }
    }

    private long put(int ordinal, MemorySegment vector, float[] floats) {
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
        // Without the lock a rearrangement could free the memory that this reads.
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

    /** False if another generation took over before this one was announced as in use. */
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
                throw new IllegalStateException("only an empty index can be restored");
            }
            rearrangement.resume(arrangedSize, spaceTrainedSize);
            size = live;
            current = complete;
        } finally {
            changes.unlock();
        }
        closeSmall();
    }

    /** Runs a reading under the lock, if this generation is still the current one. */
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

    // For the rearrangement and the audit, which are parts of this index.

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

    /** From now on every change goes to this generation as well; null ends that. */
    void setNext(@Nullable Generation generation) {
        changes.lock();
        try {
            next = generation;
        } finally {
            changes.unlock();
        }
    }

    /** Makes this generation the current one: from now on the one before gets no new readers. */
    void switchTo(Generation complete) {
        changes.lock();
        try {
            current = complete;
            next = null;
        } finally {
            changes.unlock();
        }
    }

    /** Overwrites and frees the small index after its last reader has ended. */
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

    Kernels kernels() {
        return kernels;
    }

    @Override
    public String toString() {
        return "SteadIndex[" + size + " x " + dimension + ", " + kernels.description() + "]";
    }
}

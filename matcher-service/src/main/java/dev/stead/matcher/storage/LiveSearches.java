package dev.stead.matcher.storage;

import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Searches of a gallery that wait for the live audit: one in so many, at most {@value #MOST}. Of a search that is not taken this costs one
 * subtraction; one that is taken is copied; and none waits or takes a lock. None is taken before {@link #take}. Thread-safe.
 */
final class LiveSearches {
    static final int MOST = 64;

    private final Queue<LiveSearch> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(MOST);
    private final AtomicLong untilNext = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile @Nullable RandomGenerator gaps;
    private volatile int oneIn;

    /** Takes one search in so many from now on, at random distances: nothing that comes regularly is left out, or always taken. */
    void take(int every, RandomGenerator random) {
        oneIn = every;
        untilNext.set(gap(random));
        gaps = random;
    }

    private long gap(RandomGenerator random) {
        return random.nextLong(1, 2L * oneIn);
    }

    /** Called after each search among everybody; keeps a copy of the probe. */
    void searched(Probe probe, OperatingPoint point, int limit, double agreement, CandidateList found) {
        RandomGenerator random = gaps;
        if (random == null || untilNext.decrementAndGet() != 0) {
            return;
        }
        // One thread at a time comes here: the next to see zero comes after this.
        untilNext.set(gap(random));
        if (!places.tryAcquire()) {
            dropped.incrementAndGet();
            return;
        }
        waiting.add(new LiveSearch(new Probe(probe.embedding().copy()), point, limit, agreement, found));
        if (gaps == null) {
            wipeAll();
        }
    }

    /** The one that waits longest, which the caller must wipe; null if none does. */
    @Nullable
    LiveSearch poll() {
        LiveSearch next = waiting.poll();
        if (next != null) {
            places.release();
        }
        return next;
    }

    /** How many were not taken, since too many waited. */
    long dropped() {
        return dropped.get();
    }

    /** Takes none any more, and wipes what waits. */
    void end() {
        gaps = null;
        wipeAll();
    }

    private void wipeAll() {
        for (LiveSearch next = poll(); next != null; next = poll()) {
            next.wipe();
        }
    }

    @Override
    public String toString() {
        return "LiveSearches[" + (MOST - places.availablePermits()) + " waiting, " + dropped + " dropped]";
    }
}

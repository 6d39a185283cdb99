package dev.stead.matcher.index;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Objects that searches need for a short time, kept for reuse: taken and put back without a lock. A thread gets what it last put back, if
 * no other took it. Thread-safe.
 */
final class FreeList<T> {
    private static final int PLACES = 64;

    private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES);

    /** An object that no other thread has from now on; null if there is none. */
    @Nullable
    T take() {
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0; i < PLACES; i++) {
            T thing = places.getAndSet((start + i) & (PLACES - 1), null);
            if (thing != null) {
                return thing;
            }
        }
        return null;
    }

    /** False if all places are taken: then the object is not kept. */
    boolean put(T thing) {
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0; i < PLACES; i++) {
            if (places.compareAndSet((start + i) & (PLACES - 1), null, thing)) {
                return true;
            }
        }
        return false;
    }
}

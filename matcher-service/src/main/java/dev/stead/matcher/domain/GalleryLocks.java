package dev.stead.matcher.domain;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One change of a gallery at a time; searches are not held up. */
public final class GalleryLocks {
    private final ConcurrentHashMap<GalleryId, ReentrantLock> locks = new ConcurrentHashMap<>();

    <T> T in(Gallery gallery, Supplier<T> change) {
        ReentrantLock lock = locks.computeIfAbsent(gallery.rules().id(), id -> new ReentrantLock());
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }
}

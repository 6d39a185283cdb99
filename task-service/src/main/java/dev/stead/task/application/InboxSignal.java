package dev.stead.task.application;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Wakes those in this process who wait for somebody's notifications. It says that there may be something new, never what: whoever
 * wakes reads the inbox. Thread-safe.
 */
public final class InboxSignal {
    private final Map<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();
    private final List<Runnable> forAnybody = new CopyOnWriteArrayList<>();

    /** Rings after a commit; the listeners must not block. */
    public void ring(Collection<String> personIds) {
        if (!personIds.isEmpty()) {
            forAnybody.forEach(Runnable::run);
        }
        for (String personId : personIds) {
            listeners.getOrDefault(personId, Set.of()).forEach(Runnable::run);
        }
    }

    /** Listens for everybody, as long as this process lives. */
    public void listenForAnybody(Runnable listener) {
        forAnybody.add(listener);
    }

    /** Listens until the answer is closed. */
    public Listening listen(String personId, Runnable listener) {
        listeners.compute(personId, (_, waiting) -> {
            Set<Runnable> all = waiting == null ? ConcurrentHashMap.newKeySet() : waiting;
            all.add(listener);
            return all;
        });
        return () -> listeners.computeIfPresent(personId, (_, waiting) -> {
            waiting.remove(listener);
            return waiting.isEmpty() ? null : waiting;
        });
    }

    /** Ends when it is closed. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}

package dev.stead.task.application;

import dev.stead.task.domain.PersonId;
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
    private final Map<PersonId, Set<Runnable>> subscribers = new ConcurrentHashMap<>();
    private final List<Runnable> subscribersToAll = new CopyOnWriteArrayList<>();

    /** Called after a commit; the subscribers must not block. */
    public void signal(Collection<PersonId> personIds) {
        if (!personIds.isEmpty()) {
            subscribersToAll.forEach(Runnable::run);
        }
        for (PersonId personId : personIds) {
            subscribers.getOrDefault(personId, Set.of()).forEach(Runnable::run);
        }
    }

    /** Subscribes to everybody's inboxes for the life of this process. */
    public void subscribeToAll(Runnable subscriber) {
        subscribersToAll.add(subscriber);
    }

    /** Subscribes to one inbox until the subscription is closed. */
    public Subscription subscribe(PersonId personId, Runnable subscriber) {
        subscribers.compute(personId, (_, waiting) -> {
            Set<Runnable> all = waiting == null ? ConcurrentHashMap.newKeySet() : waiting;
            all.add(subscriber);
            return all;
        });
        return () -> subscribers.computeIfPresent(personId, (_, waiting) -> {
            waiting.remove(subscriber);
            return waiting.isEmpty() ? null : waiting;
        });
    }

    /** Ends when it is closed. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}

package dev.stead.payment.application;

import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.settlement.Settlement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Notifies those who watch a settlement of each change, after it is durable. Thread-safe; a watcher must not block. */
public final class SettlementFeed {
    private final ConcurrentHashMap<SettlementId, List<Consumer<Settlement>>> watchers = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int limit;
    private final Consumer<Settlement> observer;

    /**
     * @param limit of watchers at a time
     * @param observer receives every change of every settlement that this process makes
     */
    public SettlementFeed(int limit, Consumer<Settlement> observer) {
        this.limit = limit;
        this.observer = observer;
    }

    /** Adds a watcher until the result is closed; {@code TOO_MANY_WATCHERS} at the limit. */
    public Watch watch(SettlementId id, Consumer<Settlement> watcher) {
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            throw new PaymentException(
                    PaymentError.TOO_MANY_WATCHERS, "too many settlements are being watched; try again later");
        }
        watchers.compute(id, (key, others) -> {
            List<Consumer<Settlement>> all = others == null ? new CopyOnWriteArrayList<>() : others;
            all.add(watcher);
            return all;
        });
        return new Watch(id, watcher);
    }

    /** The settlements that are being watched. */
    public Set<SettlementId> watched() {
        return Set.copyOf(watchers.keySet());
    }

    /** Publishes a change that is durable. */
    void publish(Settlement settlement) {
        observer.accept(settlement);
        notifyWatchers(settlement);
    }

    /** Notifies the watchers of a settlement of its present version, which they may know already. */
    void notifyWatchers(Settlement settlement) {
        for (Consumer<Settlement> watcher : watchers.getOrDefault(settlement.id(), List.of())) {
            try {
                watcher.accept(settlement);
            } catch (RuntimeException e) {
                // The change is durable whatever becomes of a watcher.
                new Watch(settlement.id(), watcher).close();
            }
        }
    }

    /** One watcher's subscription. Closing it ends the subscription; closing it again has no effect. */
    public final class Watch implements AutoCloseable {
        private final SettlementId id;
        private final Consumer<Settlement> watcher;

        private Watch(SettlementId id, Consumer<Settlement> watcher) {
            this.id = id;
            this.watcher = watcher;
        }

        @Override
        public void close() {
            watchers.computeIfPresent(id, (key, others) -> {
                if (others.remove(watcher)) {
                    count.decrementAndGet();
                }
                return others.isEmpty() ? null : others;
            });
        }
    }
}

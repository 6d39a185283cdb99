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

/** Tells those who watch a settlement of each change, after it is durable. Thread-safe; a watcher must not block. */
public final class SettlementFeed {
    private final ConcurrentHashMap<SettlementId, List<Consumer<Settlement>>> watchers = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int limit;
    private final Consumer<Settlement> witness;

    /**
     * Serves at most {@code limit} watchers.
     *
     * @param witness is told of every change of every settlement
     */
    public SettlementFeed(int limit, Consumer<Settlement> witness) {
        this.limit = limit;
        this.witness = witness;
    }

    /** Adds a watcher until the result is closed; {@code TOO_MANY_WATCHERS} at the limit. */
    public Watch watch(SettlementId id, Consumer<Settlement> watcher) {
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            throw new PaymentException(PaymentError.TOO_MANY_WATCHERS, "too many settlements are being watched");
        }
        watchers.compute(id, (key, others) -> {
            List<Consumer<Settlement>> all = others == null ? new CopyOnWriteArrayList<>() : others;
            all.add(watcher);
            return all;
        });
        return new Watch(id, watcher);
    }

    /** Which settlements are being watched. */
    public Set<SettlementId> watched() {
        return Set.copyOf(watchers.keySet());
    }

    /** Tells of a change. */
    public void changed(Settlement settlement) {
        witness.accept(settlement);
        tellWatchers(settlement);
    }

    /** Tells the watchers of what may be news to them: a change that another process made. */
    void tellWatchers(Settlement settlement) {
        for (Consumer<Settlement> watcher : watchers.getOrDefault(settlement.id(), List.of())) {
            try {
                watcher.accept(settlement);
            } catch (RuntimeException e) {
                // The change is durable whatever becomes of a watcher.
                new Watch(settlement.id(), watcher).close();
            }
        }
    }

    /** One watcher's place in the feed. Closing it ends the watch; closing again does nothing. */
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

package dev.stead.payment.application;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** Stores changes of settlements, by compare-and-set on their version, and then publishes them to the feed. Thread-safe. */
final class SettlementUpdates {
    private final UnitOfWork unitOfWork;
    private final SettlementFeed feed;
    private final InstantSource clock;

    SettlementUpdates(UnitOfWork unitOfWork, SettlementFeed feed, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.feed = feed;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    UnitOfWork unitOfWork() {
        return unitOfWork;
    }

    /** The settlement as it is stored now. */
    Settlement current(SettlementId id) {
        return unitOfWork.read(repositories -> repositories.settlements().get(id));
    }

    /** Replaces {@code stored} by {@code next}. */
    Settlement apply(Settlement stored, Settlement next) {
        return apply(stored, next, List.of(), repositories -> {});
    }

    /**
     * Replaces {@code stored} by {@code next}, posts the journal entries and runs {@code also}, all in one transaction.
     *
     * @throws ConcurrentChangeException if the store no longer has the version of {@code stored}
     * @throws PaymentException if the entries cannot be posted
     */
    Settlement apply(Settlement stored, Settlement next, List<JournalEntry> entries, Consumer<Repositories> also) {
        unitOfWork.write(repositories -> {
            if (!repositories.settlements().replace(stored.version(), next)) {
                throw new ConcurrentChangeException();
            }
            also.accept(repositories);
            repositories.journal().post(entries).orRefuse();
            return next;
        });
        if (next.version() != stored.version()) {
            publish(next);
        }
        return next;
    }

    /** Publishes a change that the caller has stored. */
    void publish(Settlement settlement) {
        feed.publish(settlement);
    }

    /** Notifies watchers of what other processes over the same store have changed. */
    void notifyWatchers() {
        for (SettlementId id : feed.watched()) {
            unitOfWork.read(repositories -> repositories.settlements().find(id)).ifPresent(feed::notifyWatchers);
        }
    }
}

package dev.stead.payment.application;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** Makes changes to settlements durable, by compare-and-set on the version, and then tells the feed. Thread-safe. */
public final class SettlementUpdates {
    private final UnitOfWork store;
    private final SettlementFeed feed;
    private final InstantSource clock;

    /** Over a store, telling {@code feed}. */
    public SettlementUpdates(UnitOfWork store, SettlementFeed feed, InstantSource clock) {
        this.store = store;
        this.feed = feed;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    UnitOfWork store() {
        return store;
    }

    /** Tells of a change that the caller made durable itself. */
    void tell(Settlement settlement) {
        feed.changed(settlement);
    }

    /** Replaces {@code from} by {@code to}. */
    Settlement apply(Settlement from, Settlement to) {
        return apply(from, to, List.of(), books -> {});
    }

    /**
     * Replaces {@code from} by {@code to} together with journal entries and whatever else belongs to it, in one transaction. Throws {@link
     * StaleException} if somebody else has moved the settlement on, {@link PaymentException} if the entries cannot be posted.
     */
    Settlement apply(Settlement from, Settlement to, List<JournalEntry> entries, Consumer<Repositories> also) {
        store.write(books -> {
            if (!books.settlements().replace(from.version(), to)) {
                throw new StaleException();
            }
            also.accept(books);
            if (!entries.isEmpty()) {
                books.journal().post(entries).orRefuse();
            }
            return to;
        });
        if (to.version() != from.version()) {
            feed.changed(to);
        }
        return to;
    }

    /** A settlement as it is now. */
    Settlement current(SettlementId id) {
        return store.read(books -> find(books, id));
    }

    static Settlement find(Repositories books, SettlementId id) {
        return books.settlements().find(id).orElseThrow(SettlementUpdates::notFound);
    }

    static PaymentException notFound() {
        return new PaymentException(PaymentError.SETTLEMENT_NOT_FOUND, "there is no such settlement");
    }

    /** Somebody else has moved the settlement on. */
    static final class StaleException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StaleException() {
            super("the settlement was changed by somebody else", null, false, false);
        }
    }
}

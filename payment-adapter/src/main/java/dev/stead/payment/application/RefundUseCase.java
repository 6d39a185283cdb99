package dev.stead.payment.application;

import static dev.stead.payment.domain.settlement.SettlementState.MANUAL_REVIEW;
import static dev.stead.payment.domain.settlement.SettlementState.REFUNDING;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.StoredRequest;
import dev.stead.payment.domain.Fingerprint;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.BalanceKind;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.provider.Attempt;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.provider.Provider.Outcome;
import dev.stead.payment.domain.provider.Provider.Sighting;
import dev.stead.payment.domain.settlement.Ledger;
import dev.stead.payment.domain.settlement.Refund;
import dev.stead.payment.domain.settlement.RefundCommand;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Gives settled money back, in whole or in parts, never more than is left. The payee's money is held before the provider is asked, so
 * that it is still there when the provider has done it. One refund of a settlement at a time.
 */
public final class RefundUseCase {
    private final SettlementUpdates changes;
    private final Provider provider;
    private final SettlementProcessor courier;
    private final Ledger ledger;

    /** Gives back over {@code provider}, with the courier's patience. */
    public RefundUseCase(SettlementUpdates changes, Provider provider, SettlementProcessor courier, Ledger ledger) {
        this.changes = changes;
        this.provider = provider;
        this.courier = courier;
        this.ledger = ledger;
    }

    /**
     * Gives back, once for a request id. A repeat gets the settlement as it is now and starts nothing.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code SETTLEMENT_NOT_FOUND}, {@code NOT_REFUNDABLE}, {@code REFUND_UNDER_WAY},
     *     {@code CURRENCY_MISMATCH}, {@code REFUND_TOO_LARGE}, {@code INSUFFICIENT_FUNDS} of the payee
     */
    public Settlement refund(RefundCommand order) {
        Intake intake = changes.store().write(books -> takeIn(books, order));
        if (!intake.isNew) {
            return intake.settlement;
        }
        changes.tell(intake.settlement);
        if (intake.settlement.state() != REFUNDING) {
            return intake.settlement;
        }
        var refund = new Refund(order.requestId(), order.settlement(), order.amount(), intake.settlement.createTime());
        return courier.unlessStale(intake.settlement, () -> send(intake.settlement, refund));
    }

    /** Takes a refund up that was left. */
    Settlement resume(Settlement refunding) {
        Optional<Refund> left = changes.store().read(books -> books.refunds().underWay(refunding.id()));
        Refund refund = left.orElseThrow(() -> new IllegalStateException("no refund under way"));
        return courier.unlessStale(refunding, () -> switch (courier.lookUp(refund.key())) {
            case Sighting.NotSeen _, Sighting.Reserved _, Sighting.Released _ -> send(refunding, refund);
            case Sighting.Moved(String _, Money amount) -> done(refunding, refund, amount);
            case Sighting.Refused _ -> review(refunding);
            case Sighting.Unclear _ -> courier.tryLater(refunding, refunding);
        });
    }

    private Intake takeIn(Repositories books, RefundCommand order) {
        Fingerprint fingerprint = order.fingerprint();
        Optional<StoredRequest> past = books.requests()
                .remember(StoredRequest.of(
                        order.requestId(), fingerprint, order.settlement().value()));
        if (past.isPresent()) {
            past.get().requireSame(fingerprint);
            return new Intake(SettlementUpdates.find(books, order.settlement()), false);
        }
        Settlement settled =
                books.settlements().findForChange(order.settlement()).orElseThrow(SettlementUpdates::notFound);
        requireRefundable(settled, order.amount());
        requireSameProvider(books, settled);
        Instant now = changes.now();
        Settlement refunding = settled.to(REFUNDING, now);
        Settlement taken = provider.withinLedger()
                ? giveBackHere(books, refunding, order, now)
                : holdForProvider(books, refunding, order, now);
        if (!books.settlements().replace(settled.version(), taken)) {
            throw new IllegalStateException("a settlement changed under its lock");
        }
        return new Intake(taken, true);
    }

    private Settlement giveBackHere(Repositories books, Settlement refunding, RefundCommand order, Instant now) {
        JournalEntry entry = ledger.refund(refunding, order.amount(), BalanceKind.AVAILABLE, now);
        books.journal().post(List.of(entry)).orRefuse();
        return refunding.refunded(order.amount(), now);
    }

    private Settlement holdForProvider(Repositories books, Settlement refunding, RefundCommand order, Instant now) {
        books.journal()
                .post(List.of(ledger.holdForRefund(refunding, order.amount(), now)))
                .orRefuse();
        books.refunds().insert(new Refund(order.requestId(), order.settlement(), order.amount(), now));
        return courier.leaveToCaller(refunding);
    }

    private static void requireRefundable(Settlement settlement, Money amount) {
        if (settlement.state() == REFUNDING) {
            throw new PaymentException(PaymentError.REFUND_UNDER_WAY, "another refund of this settlement is under way");
        }
        if (!settlement.state().isRefundable()) {
            throw new PaymentException(
                    PaymentError.NOT_REFUNDABLE, "the settlement is " + settlement.state() + ", not settled");
        }
        if (amount.isMoreThan(settlement.refundable())) {
            throw new PaymentException(
                    PaymentError.REFUND_TOO_LARGE, "only " + settlement.refundable() + " is left to be given back");
        }
    }

    // Only who has the money can give it back.
    private void requireSameProvider(Repositories books, Settlement settled) {
        Optional<Attempt> attempt = books.attempts().newest(settled.id());
        boolean isSame = provider.withinLedger()
                ? attempt.isEmpty()
                : attempt.filter(one -> one.target().provider().equals(provider.name()))
                        .isPresent();
        if (!isSame) {
            throw new PaymentException(
                    PaymentError.NOT_REFUNDABLE, "the settlement went through another provider than the present one");
        }
    }

    private Settlement send(Settlement refunding, Refund refund) {
        Attempt attempt = changes.store()
                .read(books -> books.attempts().newest(refunding.id()))
                .orElseThrow(() -> new IllegalStateException("a settlement through a provider has no attempt"));
        return switch (courier.ask(
                refunding, () -> provider.refund(attempt.instruction(refunding), refund.key(), refund.amount()))) {
            case Outcome.Ok(String _, Money amount) -> done(refunding, refund, amount);
            case Outcome.Declined _ -> review(refunding);
            case Outcome.Unknown _ -> courier.tryLater(refunding, refunding);
        };
    }

    private Settlement done(Settlement refunding, Refund refund, Money given) {
        if (!given.equals(refund.amount())) {
            return review(refunding);
        }
        Instant now = changes.now();
        JournalEntry entry = ledger.refund(refunding, refund.amount(), BalanceKind.HELD, now);
        Settlement refunded = refunding.refunded(refund.amount(), now);
        return changes.apply(
                refunding, refunded, List.of(entry), books -> books.refunds().finish(refund, now));
    }

    // A provider that refuses a refund, or gives back another amount, leaves a promise open: not for a machine to
    // close.
    private Settlement review(Settlement refunding) {
        return changes.apply(refunding, refunding.to(MANUAL_REVIEW, changes.now()));
    }

    private record Intake(Settlement settlement, boolean isNew) {}
}

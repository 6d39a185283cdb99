package dev.stead.payment.application;

import static dev.stead.payment.domain.settlement.SettlementState.REFUNDING;

import dev.stead.payment.application.IdempotentExecutor.Answer;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.BalanceKind;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.provider.Attempt;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.provider.Provider.LookupResult;
import dev.stead.payment.domain.provider.Provider.Outcome;
import dev.stead.payment.domain.settlement.Ledger;
import dev.stead.payment.domain.settlement.Refund;
import dev.stead.payment.domain.settlement.RefundCommand;
import dev.stead.payment.domain.settlement.Review.Finding;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Refunds a settlement, in whole or in parts, never more than is left. The payee's money is held before the provider is called, so that it
 * is still there when the provider has paid it back. A settlement has at most one refund under way. Thread-safe.
 */
public final class RefundUseCase {
    private final SettlementUpdates updates;
    private final IdempotentExecutor executor;
    private final Provider provider;
    private final Ledger ledger;
    private final ProviderCalls calls;

    RefundUseCase(SettlementUpdates updates, Provider provider, Ledger ledger, ProviderCalls calls) {
        this.updates = updates;
        this.executor = new IdempotentExecutor(updates.unitOfWork());
        this.provider = provider;
        this.ledger = ledger;
        this.calls = calls;
    }

    /**
     * Refunds, once for a request id. A repeat gets the settlement as it is now and starts nothing.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code SETTLEMENT_NOT_FOUND}, {@code NOT_REFUNDABLE}, {@code REFUND_UNDER_WAY},
     *     {@code CURRENCY_MISMATCH}, {@code REFUND_TOO_LARGE}, {@code INSUFFICIENT_FUNDS} of the payee
     */
    public Settlement refund(RefundCommand command) {
        Answer<Settlement> answer = executor.execute(
                command.identity(),
                command.settlement().value(),
                repositories -> accept(repositories, command),
                (repositories, _) -> repositories.settlements().get(command.settlement()));
        Settlement settlement = answer.result();
        if (!answer.isNew()) {
            return settlement;
        }
        updates.publish(settlement);
        if (settlement.state() != REFUNDING) {
            return settlement;
        }
        var refund = new Refund(command.requestId(), command.settlement(), command.amount(), settlement.createTime());
        return calls.unlessChanged(settlement, () -> send(settlement, refund));
    }

    /** Resumes a refund that was interrupted by a crash, or by a call without an answer. */
    void resume(Settlement refunding) {
        Refund refund = updates.unitOfWork()
                .read(repositories -> repositories.refunds().findUnderWay(refunding.id()))
                .orElseThrow(() -> new IllegalStateException("no refund under way"));
        calls.unlessChanged(refunding, () -> switch (calls.lookUp(refund.key())) {
            case LookupResult.NotFound _, LookupResult.Authorised _, LookupResult.Voided _ -> send(refunding, refund);
            case LookupResult.Completed(String _, Money amount) -> complete(refunding, refund, amount);
            case LookupResult.Declined _ -> calls.moveToReview(refunding, refunding);
            case LookupResult.Unknown _ -> calls.retryLater(refunding, refunding);
        });
    }

    private Settlement accept(Repositories repositories, RefundCommand command) {
        Settlement settled = repositories.settlements().getForUpdate(command.settlement());
        requireRefundable(settled, command.amount());
        requireSameProvider(repositories, settled);
        Instant now = updates.now();
        Settlement refunding = settled.transitionTo(REFUNDING, now);
        Settlement accepted = provider.settlesWithinLedger()
                ? refundWithinLedger(repositories, refunding, command, now)
                : holdForProvider(repositories, refunding, command, now);
        if (!repositories.settlements().replace(settled.version(), accepted)) {
            throw new IllegalStateException("a settlement changed under its lock");
        }
        return accepted;
    }

    private Settlement refundWithinLedger(
            Repositories repositories, Settlement refunding, RefundCommand command, Instant now) {
        JournalEntry entry = ledger.refund(refunding, command.amount(), BalanceKind.AVAILABLE, now);
        repositories.journal().post(List.of(entry)).orRefuse();
        return refunding.refunded(command.amount(), now);
    }

    private Settlement holdForProvider(
            Repositories repositories, Settlement refunding, RefundCommand command, Instant now) {
        JournalEntry hold = ledger.holdForRefund(refunding, command.amount(), now);
        repositories.journal().post(List.of(hold)).orRefuse();
        repositories.refunds().insert(new Refund(command.requestId(), command.settlement(), command.amount(), now));
        return calls.lease(refunding);
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
                    PaymentError.REFUND_TOO_LARGE,
                    "only " + settlement.refundable() + " can still be refunded, not " + amount);
        }
    }

    // Only the provider that took the money can refund it.
    private void requireSameProvider(Repositories repositories, Settlement settled) {
        Optional<Attempt> attempt = repositories.attempts().latest(settled.id());
        boolean isSame = provider.settlesWithinLedger()
                ? attempt.isEmpty()
                : attempt.filter(one -> one.target().provider().equals(provider.name()))
                        .isPresent();
        if (!isSame) {
            throw new PaymentException(
                    PaymentError.NOT_REFUNDABLE, "the settlement went through another provider than the present one");
        }
    }

    private Settlement send(Settlement refunding, Refund refund) {
        Attempt attempt = calls.latestAttempt(refunding);
        return switch (calls.call(
                refunding, () -> provider.refund(attempt.instruction(refunding), refund.key(), refund.amount()))) {
            case Outcome.Ok(String _, Money amount) -> complete(refunding, refund, amount);
            // The payee's promise stays open: not for a machine to close.
            case Outcome.Declined _ -> calls.moveToReview(refunding, refunding);
            case Outcome.Unknown _ -> calls.retryLater(refunding, refunding);
        };
    }

    private Settlement complete(Settlement refunding, Refund refund, Money refunded) {
        if (!refunded.equals(refund.amount())) {
            return calls.moveToReview(refunding, refunding);
        }
        Instant now = updates.now();
        JournalEntry entry = ledger.refund(refunding, refund.amount(), BalanceKind.HELD, now);
        return updates.apply(
                refunding,
                refunding.refunded(refund.amount(), now),
                List.of(entry),
                repositories -> repositories.refunds().finish(refund, Finding.MOVED, now));
    }
}

package dev.stead.payment.application;

import static dev.stead.payment.domain.settlement.SettlementState.MANUAL_REVIEW;
import static dev.stead.payment.domain.settlement.SettlementState.PARTIALLY_REFUNDED;
import static dev.stead.payment.domain.settlement.SettlementState.SETTLED;
import static dev.stead.payment.domain.settlement.SettlementState.VOIDED;

import dev.stead.payment.application.IdempotentExecutor.Answer;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.BalanceKind;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.settlement.Ledger;
import dev.stead.payment.domain.settlement.Refund;
import dev.stead.payment.domain.settlement.Review;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Resolves what only a person can decide. The decision is stored, and the hold that waited for it is posted or voided, in one transaction.
 * The provider is not called: the operator has looked there. Thread-safe.
 */
public final class ResolveReviewUseCase {
    private final SettlementUpdates updates;
    private final IdempotentExecutor executor;
    private final Ledger ledger;

    ResolveReviewUseCase(SettlementUpdates updates, Ledger ledger) {
        this.updates = updates;
        this.executor = new IdempotentExecutor(updates.unitOfWork());
        this.ledger = ledger;
    }

    /**
     * Resolves, once for a request id. A repeat gets the settlement as it is now and changes nothing.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code SETTLEMENT_NOT_FOUND}, {@code NOT_IN_REVIEW}, {@code BALANCE_OVERFLOW} if
     *     the payee cannot receive the money
     */
    public Settlement resolve(Review review) {
        Answer<Settlement> answer = executor.execute(
                review.identity(),
                review.settlement().value(),
                repositories -> resolve(repositories, review),
                (repositories, _) -> repositories.settlements().get(review.settlement()));
        if (answer.isNew()) {
            updates.publish(answer.result());
        }
        return answer.result();
    }

    private Settlement resolve(Repositories repositories, Review review) {
        Settlement inReview = repositories.settlements().getForUpdate(review.settlement());
        if (inReview.state() != MANUAL_REVIEW) {
            throw new PaymentException(
                    PaymentError.NOT_IN_REVIEW, "the settlement is " + inReview.state() + ", not in review");
        }
        Optional<Refund> refund = repositories.refunds().findUnderWay(inReview.id());
        Settlement resolved = refund.isPresent()
                ? resolveRefund(repositories, inReview, refund.get(), review.finding())
                : resolvePayment(repositories, inReview, review.finding());
        if (!repositories.settlements().replace(inReview.version(), resolved)) {
            throw new IllegalStateException("a settlement changed under its lock");
        }
        repositories.reviews().insert(review, updates.now());
        return resolved;
    }

    private Settlement resolvePayment(Repositories repositories, Settlement inReview, Review.Finding finding) {
        Instant now = updates.now();
        return switch (finding) {
            case MOVED -> {
                post(repositories, ledger.post(inReview, BalanceKind.HELD, now));
                yield inReview.transitionTo(SETTLED, now);
            }
            case NOT_MOVED -> {
                post(repositories, ledger.voidHold(inReview, now));
                yield inReview.transitionTo(VOIDED, now);
            }
        };
    }

    private Settlement resolveRefund(
            Repositories repositories, Settlement inReview, Refund refund, Review.Finding finding) {
        Instant now = updates.now();
        repositories.refunds().finish(refund, finding, now);
        return switch (finding) {
            case MOVED -> {
                post(repositories, ledger.refund(inReview, refund.amount(), BalanceKind.HELD, now));
                yield inReview.refunded(refund.amount(), now);
            }
            case NOT_MOVED -> {
                post(repositories, ledger.keep(inReview, refund.amount(), now));
                boolean isPartlyRefunded =
                        !inReview.refundable().equals(inReview.terms().amount());
                yield inReview.transitionTo(isPartlyRefunded ? PARTIALLY_REFUNDED : SETTLED, now);
            }
        };
    }

    private static void post(Repositories repositories, JournalEntry entry) {
        repositories.journal().post(List.of(entry)).orRefuse();
    }
}

package dev.stead.payment.application;

import static dev.stead.payment.domain.settlement.SettlementState.MANUAL_REVIEW;
import static dev.stead.payment.domain.settlement.SettlementState.PARTIALLY_REFUNDED;
import static dev.stead.payment.domain.settlement.SettlementState.SETTLED;
import static dev.stead.payment.domain.settlement.SettlementState.VOIDED;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.StoredRequest;
import dev.stead.payment.domain.Fingerprint;
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
 * Closes what only a person could decide. What they found is kept, and the hold that waited for it is posted or released, in one
 * transaction. No provider is asked: the operator has looked there. Thread-safe.
 */
public final class ResolveReviewUseCase {
    private final SettlementUpdates changes;
    private final Ledger ledger;

    /** Over {@code changes}. */
    public ResolveReviewUseCase(SettlementUpdates changes, Ledger ledger) {
        this.changes = changes;
        this.ledger = ledger;
    }

    /**
     * Resolves, once for a request id. A repeat gets the settlement as it is now and changes nothing.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code SETTLEMENT_NOT_FOUND}, {@code NOT_IN_REVIEW}, {@code BALANCE_OVERFLOW} if
     *     the payee cannot take the money
     */
    public Settlement resolve(Review review) {
        Intake intake = changes.store().write(books -> takeIn(books, review));
        if (intake.isNew) {
            changes.tell(intake.settlement);
        }
        return intake.settlement;
    }

    private Intake takeIn(Repositories books, Review review) {
        Fingerprint fingerprint = review.fingerprint();
        Optional<StoredRequest> past = books.requests()
                .remember(StoredRequest.of(
                        review.requestId(), fingerprint, review.settlement().value()));
        if (past.isPresent()) {
            past.get().requireSame(fingerprint);
            return new Intake(SettlementUpdates.find(books, review.settlement()), false);
        }
        Settlement waiting =
                books.settlements().findForChange(review.settlement()).orElseThrow(SettlementUpdates::notFound);
        if (waiting.state() != MANUAL_REVIEW) {
            throw new PaymentException(
                    PaymentError.NOT_IN_REVIEW, "the settlement is " + waiting.state() + ", not in review");
        }
        Instant now = changes.now();
        Optional<Refund> refund = books.refunds().underWay(waiting.id());
        Settlement resolved = refund.map(one -> ofRefund(books, waiting, one, review.finding()))
                .orElseGet(() -> ofPayment(books, waiting, review.finding()));
        if (!books.settlements().replace(waiting.version(), resolved)) {
            throw new IllegalStateException("a settlement changed under its lock");
        }
        books.reviews().add(review, now);
        return new Intake(resolved, true);
    }

    private Settlement ofPayment(Repositories books, Settlement waiting, Review.Finding finding) {
        Instant now = changes.now();
        return switch (finding) {
            case MOVED -> {
                post(books, ledger.post(waiting, BalanceKind.HELD, now));
                yield waiting.to(SETTLED, now);
            }
            case NOT_MOVED -> {
                post(books, ledger.release(waiting, now));
                yield waiting.to(VOIDED, now);
            }
        };
    }

    private Settlement ofRefund(Repositories books, Settlement waiting, Refund refund, Review.Finding finding) {
        Instant now = changes.now();
        books.refunds().finish(refund, now);
        return switch (finding) {
            case MOVED -> {
                post(books, ledger.refund(waiting, refund.amount(), BalanceKind.HELD, now));
                yield waiting.refunded(refund.amount(), now);
            }
            case NOT_MOVED -> {
                post(books, ledger.keep(waiting, refund.amount(), now));
                boolean some = !waiting.refundable().equals(waiting.terms().amount());
                yield waiting.to(some ? PARTIALLY_REFUNDED : SETTLED, now);
            }
        };
    }

    private static void post(Repositories books, JournalEntry entry) {
        books.journal().post(List.of(entry)).orRefuse();
    }

    private record Intake(Settlement settlement, boolean isNew) {}
}

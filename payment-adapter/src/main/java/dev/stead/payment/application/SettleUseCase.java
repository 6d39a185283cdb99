package dev.stead.payment.application;

import static dev.stead.payment.domain.settlement.SettlementState.AUTHORIZED;
import static dev.stead.payment.domain.settlement.SettlementState.CAPTURING;
import static dev.stead.payment.domain.settlement.SettlementState.HELD;
import static dev.stead.payment.domain.settlement.SettlementState.SETTLED;
import static dev.stead.payment.domain.settlement.SettlementState.SUBMITTED;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.StoredRequest;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Fingerprint;
import dev.stead.payment.domain.Ids;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.BalanceKind;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.ledger.PostingResult;
import dev.stead.payment.domain.settlement.Ledger;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementTerms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes a request to settle in, exactly once, and has it carried out.
 *
 * <p>With a provider outside: the request id, the settlement and the hold are one transaction; the attempt with its key is a second one,
 * before a byte is sent; then {@link SettlementProcessor} asks the provider. Within the ledger there is nobody to ask, so nothing can be lost between
 * two steps: request id, settlement and post are one transaction, one synchronisation of the disk.
 */
public final class SettleUseCase {
    private final SettlementUpdates changes;
    private final SettlementProcessor courier;
    private final Ledger ledger;
    private final Ids ids;

    /** Takes requests in over {@code changes} and has {@code courier} carry them out. */
    public SettleUseCase(SettlementUpdates changes, SettlementProcessor courier, Ledger ledger, Ids ids) {
        this.changes = changes;
        this.courier = courier;
        this.ledger = ledger;
        this.ids = ids;
    }

    /**
     * Settles, once for a request id. A repeat gets the settlement as it is now and starts nothing.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code ACCOUNT_NOT_FOUND}
     */
    public Settlement settle(SettleCommand order) {
        Intake intake = changes.store().write(books -> takeIn(books, order));
        if (!intake.isNew) {
            return intake.settlement;
        }
        changes.tell(intake.settlement);
        return intake.settlement.state() == HELD ? courier.submit(intake.settlement) : intake.settlement;
    }

    /** The settlement that a request asked for; {@code SETTLEMENT_NOT_FOUND} if there is none. */
    public Settlement ofRequest(UUID requestId) {
        return changes.store()
                .read(books -> books.requests()
                        .find(requestId)
                        .flatMap(past -> books.settlements().find(new SettlementId(past.resultId())))
                        .filter(settlement -> settlement.requestId().equals(requestId))
                        .orElseThrow(SettlementUpdates::notFound));
    }

    /** A settlement as it is now; {@code SETTLEMENT_NOT_FOUND} if there is none. */
    public Settlement get(SettlementId id) {
        return changes.current(id);
    }

    private Intake takeIn(Repositories books, SettleCommand order) {
        var id = new SettlementId(ids.next());
        Fingerprint fingerprint = order.fingerprint();
        Optional<StoredRequest> past =
                books.requests().remember(StoredRequest.of(order.requestId(), fingerprint, id.value()));
        if (past.isPresent()) {
            String first = past.get().requireSame(fingerprint).resultId();
            return new Intake(SettlementUpdates.find(books, new SettlementId(first)), false);
        }
        String currency = order.amount().currencyCode();
        var terms = new SettlementTerms(
                accountOf(books, order.payer(), currency, "payer"),
                accountOf(books, order.payee(), currency, "payee"),
                order.amount(),
                order.reference());
        Instant now = changes.now();
        Settlement received = Settlement.received(id, order.requestId(), terms, now);
        Settlement taken = courier.asksNobody() ? settleHere(books, received, now) : hold(books, received, now);
        books.settlements().insert(taken);
        return new Intake(taken, true);
    }

    private Settlement hold(Repositories books, Settlement received, Instant now) {
        PostingResult posted = books.journal().post(List.of(ledger.hold(received, now)));
        return declinedUnlessDone(posted, received, now).orElseGet(() -> courier.leaveToCaller(received.to(HELD, now)));
    }

    private Settlement settleHere(Repositories books, Settlement received, Instant now) {
        PostingResult posted = books.journal().post(List.of(ledger.post(received, BalanceKind.AVAILABLE, now)));
        return declinedUnlessDone(posted, received, now)
                .orElseGet(() -> received.to(HELD, now)
                        .to(SUBMITTED, now)
                        .to(AUTHORIZED, now)
                        .to(CAPTURING, now)
                        .to(SETTLED, now));
    }

    private static Optional<Settlement> declinedUnlessDone(PostingResult posted, Settlement received, Instant now) {
        return switch (posted) {
            case PostingResult.Done() -> Optional.empty();
            case PostingResult.Shortfall(AccountId account) ->
                Optional.of(received.declined(DeclineReason.INSUFFICIENT_FUNDS, now));
            case PostingResult.Overflow(AccountId account) ->
                Optional.of(received.declined(DeclineReason.PAYEE_CANNOT_RECEIVE, now));
        };
    }

    private static AccountId accountOf(Repositories books, Owner owner, String currencyCode, String party) {
        return books.accounts()
                .find(owner, currencyCode)
                .orElseThrow(() -> new PaymentException(
                        PaymentError.ACCOUNT_NOT_FOUND, "the " + party + " has no account in " + currencyCode))
                .id();
    }

    private record Intake(Settlement settlement, boolean isNew) {}
}

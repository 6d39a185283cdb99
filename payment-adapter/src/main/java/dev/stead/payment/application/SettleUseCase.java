package dev.stead.payment.application;

import static dev.stead.payment.domain.settlement.SettlementState.AUTHORIZED;
import static dev.stead.payment.domain.settlement.SettlementState.CAPTURING;
import static dev.stead.payment.domain.settlement.SettlementState.HELD;
import static dev.stead.payment.domain.settlement.SettlementState.SETTLED;
import static dev.stead.payment.domain.settlement.SettlementState.SUBMITTED;

import dev.stead.mesh.time.IdGenerator;
import dev.stead.payment.application.IdempotentExecutor.Answer;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.DeclineReason;
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
 * Settles a request, exactly once. Thread-safe.
 *
 * <p>With an external provider, request, settlement and hold are one transaction; the attempt with its key is a second one, before a byte
 * is sent; then {@link SettlementProcessor} calls the provider. Within the ledger there is nobody to call, so nothing can be lost between
 * two steps: request, settlement and post are one transaction, one synchronisation of the disk.
 */
public final class SettleUseCase {
    private final SettlementUpdates updates;
    private final IdempotentExecutor executor;
    private final SettlementProcessor processor;
    private final Ledger ledger;
    private final IdGenerator ids;

    SettleUseCase(SettlementUpdates updates, SettlementProcessor processor, Ledger ledger, IdGenerator ids) {
        this.updates = updates;
        this.executor = new IdempotentExecutor(updates.unitOfWork());
        this.processor = processor;
        this.ledger = ledger;
        this.ids = ids;
    }

    /**
     * Settles, once for a request id. A repeat gets the settlement as it is now and starts nothing.
     *
     * @throws PaymentException {@code REQUEST_ID_REUSED}, {@code ACCOUNT_NOT_FOUND}
     */
    public Settlement settle(SettleCommand command) {
        var id = new SettlementId(ids.next());
        Answer<Settlement> answer = executor.execute(
                command.identity(),
                id.value(),
                repositories -> accept(repositories, id, command),
                (repositories, stored) -> repositories.settlements().get(new SettlementId(stored.resultId())));
        Settlement settlement = answer.result();
        if (!answer.isNew()) {
            return settlement;
        }
        updates.publish(settlement);
        return settlement.state() == HELD ? processor.submit(settlement) : settlement;
    }

    /** The settlement of a settle request; {@code SETTLEMENT_NOT_FOUND} if there is none. */
    public Settlement ofRequest(UUID requestId) {
        return updates.unitOfWork()
                .read(repositories -> repositories
                        .requests()
                        .find(requestId)
                        .flatMap(stored -> repositories.settlements().find(new SettlementId(stored.resultId())))
                        .filter(settlement -> settlement.requestId().equals(requestId))
                        .orElseThrow(() -> new PaymentException(
                                PaymentError.SETTLEMENT_NOT_FOUND, "there is no settlement of this request")));
    }

    /** A settlement as it is now; {@code SETTLEMENT_NOT_FOUND} if there is none. */
    public Settlement get(SettlementId id) {
        return updates.current(id);
    }

    private Settlement accept(Repositories repositories, SettlementId id, SettleCommand command) {
        String currency = command.amount().currencyCode();
        var terms = new SettlementTerms(
                accountOf(repositories, command.payer(), currency, "payer"),
                accountOf(repositories, command.payee(), currency, "payee"),
                command.amount(),
                command.reference());
        Instant now = updates.now();
        Settlement received = Settlement.received(id, command.requestId(), terms, now);
        Settlement accepted = processor.settlesWithinLedger()
                ? settleWithinLedger(repositories, received, now)
                : hold(repositories, received, now);
        repositories.settlements().insert(accepted);
        return accepted;
    }

    private Settlement hold(Repositories repositories, Settlement received, Instant now) {
        PostingResult result = repositories.journal().post(List.of(ledger.hold(received, now)));
        return declined(result, received, now).orElseGet(() -> processor.lease(received.transitionTo(HELD, now)));
    }

    private Settlement settleWithinLedger(Repositories repositories, Settlement received, Instant now) {
        PostingResult result = repositories.journal().post(List.of(ledger.post(received, BalanceKind.AVAILABLE, now)));
        return declined(result, received, now)
                .orElseGet(() -> received.transitionTo(HELD, now)
                        .transitionTo(SUBMITTED, now)
                        .transitionTo(AUTHORIZED, now)
                        .transitionTo(CAPTURING, now)
                        .transitionTo(SETTLED, now));
    }

    /** The settlement declined, if its money could not be posted. */
    private static Optional<Settlement> declined(PostingResult result, Settlement received, Instant now) {
        return switch (result) {
            case PostingResult.Done() -> Optional.empty();
            case PostingResult.Shortfall _ -> Optional.of(received.declined(DeclineReason.INSUFFICIENT_FUNDS, now));
            case PostingResult.Overflow _ -> Optional.of(received.declined(DeclineReason.PAYEE_CANNOT_RECEIVE, now));
        };
    }

    private static AccountId accountOf(Repositories repositories, Owner owner, String currencyCode, String party) {
        return repositories
                .accounts()
                .find(owner, currencyCode)
                .orElseThrow(() -> new PaymentException(
                        PaymentError.ACCOUNT_NOT_FOUND, "the " + party + " has no account in " + currencyCode))
                .id();
    }
}

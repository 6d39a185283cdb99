package dev.stead.payment.application;

import static dev.stead.payment.domain.settlement.SettlementState.AUTHORIZED;
import static dev.stead.payment.domain.settlement.SettlementState.CAPTURING;
import static dev.stead.payment.domain.settlement.SettlementState.EXPIRED;
import static dev.stead.payment.domain.settlement.SettlementState.REVERSED;
import static dev.stead.payment.domain.settlement.SettlementState.REVERSING;
import static dev.stead.payment.domain.settlement.SettlementState.SETTLED;
import static dev.stead.payment.domain.settlement.SettlementState.SUBMITTED;
import static dev.stead.payment.domain.settlement.SettlementState.UNKNOWN;
import static dev.stead.payment.domain.settlement.SettlementState.VOIDED;
import static dev.stead.payment.domain.settlement.SettlementState.VOIDING;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.BalanceKind;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.provider.Attempt;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.provider.Provider.LookupResult;
import dev.stead.payment.domain.provider.Provider.Outcome;
import dev.stead.payment.domain.settlement.Ledger;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Drives a settlement through the provider: submit, authorise, capture, and, where that fails, void, reverse or leave it to a person.
 *
 * <p>Every step commits before the next call goes out, so a crash at any instant leaves a state from which {@link #resume} continues: it
 * looks the attempt up before it sends anything again, and sends it under the same key. A call without an answer moves nothing: the hold
 * stays until the provider has said what it did. Thread-safe.
 *
 * <p>In the steps, {@code stored} is the settlement as the store has it, and {@code current} is what has become of it since: both are
 * replaced together by the next commit.
 */
final class SettlementProcessor {
    private final SettlementUpdates updates;
    private final Provider provider;
    private final Ledger ledger;
    private final ProviderCalls calls;

    SettlementProcessor(SettlementUpdates updates, Provider provider, Ledger ledger, ProviderCalls calls) {
        this.updates = updates;
        this.provider = provider;
        this.ledger = ledger;
        this.calls = calls;
    }

    /** True if there is no external provider to submit a settlement to. */
    boolean settlesWithinLedger() {
        return provider.settlesWithinLedger();
    }

    /** The settlement leased to the calling thread, which submits it next. */
    Settlement lease(Settlement held) {
        return calls.lease(held);
    }

    /** Submits a held settlement to the provider and drives it on as far as the provider answers. */
    Settlement submit(Settlement held) {
        return calls.unlessChanged(held, () -> {
            Instant now = updates.now();
            Settlement submitted = calls.lease(held.transitionTo(SUBMITTED, now));
            Attempt attempt = updates.unitOfWork().read(repositories -> firstAttempt(repositories, held, now));
            updates.apply(
                    held,
                    submitted,
                    List.of(),
                    repositories -> repositories.attempts().insert(attempt));
            return authorise(submitted, submitted, attempt);
        });
    }

    /** Resumes a settlement that was interrupted by a crash, or by a call without an answer. */
    void resume(Settlement stored) {
        calls.unlessChanged(
                stored,
                () -> isOfAnotherProvider(stored) ? calls.moveToReview(stored, stored) : resumeFromState(stored));
    }

    private Settlement resumeFromState(Settlement stored) {
        return switch (stored.state()) {
            case HELD -> calls.hasTimedOut(stored) ? expire(stored) : submit(stored);
            case SUBMITTED, CAPTURING, UNKNOWN -> resolveByLookup(stored);
            case AUTHORIZED -> captureOrVoid(stored, stored, calls.latestAttempt(stored), repositories -> {});
            case VOIDING -> voidAuthorisation(stored, calls.latestAttempt(stored));
            case REVERSING -> reverse(stored, calls.latestAttempt(stored));
            case RECEIVED,
                    SETTLED,
                    DECLINED,
                    VOIDED,
                    REVERSED,
                    REFUNDING,
                    REFUNDED,
                    PARTIALLY_REFUNDED,
                    EXPIRED,
                    MANUAL_REVIEW -> stored;
        };
    }

    private Settlement authorise(Settlement stored, Settlement current, Attempt attempt) {
        return switch (calls.call(stored, () -> provider.authorise(attempt.instruction(current)))) {
            case Outcome.Ok(String reference, Money amount) ->
                amount.equals(current.terms().amount())
                        ? authorised(stored, current, attempt.withReference(reference))
                        : calls.moveToReview(stored, current);
            case Outcome.Declined(DeclineReason reason) -> decline(stored, current, reason);
            case Outcome.Unknown() -> calls.retryLater(stored, unknown(current));
        };
    }

    private Settlement authorised(Settlement stored, Settlement current, Attempt attempt) {
        return captureOrVoid(
                stored,
                current.transitionTo(AUTHORIZED, updates.now()),
                attempt,
                repositories -> repositories.attempts().updateReference(attempt));
    }

    // After the hold's timeout nobody waits at the terminal any more, so a late authorisation is voided.
    private Settlement captureOrVoid(
            Settlement stored, Settlement authorised, Attempt attempt, Consumer<Repositories> also) {
        boolean late = calls.hasTimedOut(authorised);
        Settlement next = calls.lease(authorised.transitionTo(late ? VOIDING : CAPTURING, updates.now()));
        updates.apply(stored, next, List.of(), also);
        return late ? voidAuthorisation(next, attempt) : capture(next, attempt);
    }

    private Settlement capture(Settlement capturing, Attempt attempt) {
        return switch (calls.call(capturing, () -> provider.capture(attempt.instruction(capturing)))) {
            case Outcome.Ok(String _, Money amount) ->
                amount.equals(capturing.terms().amount())
                        ? settle(capturing, capturing, repositories -> {})
                        : calls.moveToReview(capturing, capturing);
            case Outcome.Declined _ -> {
                Settlement voiding = calls.lease(capturing.transitionTo(VOIDING, updates.now()));
                yield voidAuthorisation(updates.apply(capturing, voiding), attempt);
            }
            case Outcome.Unknown() -> calls.retryLater(capturing, unknown(capturing));
        };
    }

    private Settlement resolveByLookup(Settlement stored) {
        Attempt attempt = calls.latestAttempt(stored);
        Settlement unknown = unknown(stored);
        return switch (calls.lookUp(attempt.key())) {
            case LookupResult.NotFound() -> authorise(stored, unknown, attempt);
            case LookupResult.Authorised(String reference, Money amount) ->
                amount.equals(stored.terms().amount())
                        ? authorised(stored, unknown, attempt.withReference(reference))
                        : calls.moveToReview(stored, unknown);
            case LookupResult.Completed(String reference, Money amount) ->
                amount.equals(stored.terms().amount())
                        ? settleOrReverse(stored, unknown, attempt.withReference(reference))
                        : calls.moveToReview(stored, unknown);
            case LookupResult.Declined(DeclineReason reason) -> decline(stored, unknown, reason);
            case LookupResult.Voided() -> decline(stored, unknown, DeclineReason.PROVIDER_REFUSED);
            case LookupResult.Unknown() -> calls.retryLater(stored, unknown);
        };
    }

    // As in captureOrVoid: what was captured too late is refunded.
    private Settlement settleOrReverse(Settlement stored, Settlement current, Attempt attempt) {
        Consumer<Repositories> also = repositories -> repositories.attempts().updateReference(attempt);
        if (!calls.hasTimedOut(current)) {
            return settle(stored, current, also);
        }
        Settlement reversing = calls.lease(current.transitionTo(REVERSING, updates.now()));
        updates.apply(stored, reversing, List.of(), also);
        return reverse(reversing, attempt);
    }

    private Settlement voidAuthorisation(Settlement voiding, Attempt attempt) {
        return switch (calls.call(voiding, () -> provider.voidAuthorisation(attempt.instruction(voiding)))) {
            case Outcome.Ok _ -> voidHold(voiding, voiding.transitionTo(VOIDED, updates.now()));
            case Outcome.Unknown() -> calls.retryLater(voiding, voiding);
            case Outcome.Declined _ ->
                switch (calls.lookUp(attempt.key())) {
                    case LookupResult.Completed _ -> {
                        Settlement reversing = calls.lease(voiding.transitionTo(REVERSING, updates.now()));
                        yield reverse(updates.apply(voiding, reversing), attempt);
                    }
                    case LookupResult.NotFound _, LookupResult.Declined _, LookupResult.Voided _ ->
                        voidHold(voiding, voiding.transitionTo(VOIDED, updates.now()));
                    case LookupResult.Authorised _, LookupResult.Unknown _ -> calls.retryLater(voiding, voiding);
                };
        };
    }

    private Settlement reverse(Settlement reversing, Attempt attempt) {
        Provider.Instruction captured = attempt.instruction(reversing);
        return switch (calls.call(
                reversing, () -> provider.refund(captured, attempt.reversalKey(), captured.amount()))) {
            case Outcome.Ok(String _, Money amount) ->
                amount.equals(captured.amount())
                        ? voidHold(reversing, reversing.transitionTo(REVERSED, updates.now()))
                        : calls.moveToReview(reversing, reversing);
            case Outcome.Declined _ -> calls.moveToReview(reversing, reversing);
            case Outcome.Unknown() -> calls.retryLater(reversing, reversing);
        };
    }

    private Settlement settle(Settlement stored, Settlement current, Consumer<Repositories> also) {
        Instant now = updates.now();
        try {
            JournalEntry post = ledger.post(current, BalanceKind.HELD, now);
            return updates.apply(stored, current.transitionTo(SETTLED, now), List.of(post), also);
        } catch (PaymentException payeeCannotReceive) {
            return calls.moveToReview(stored, current);
        }
    }

    private Settlement decline(Settlement stored, Settlement current, DeclineReason reason) {
        return voidHold(stored, current.declined(reason, updates.now()));
    }

    private Settlement expire(Settlement held) {
        return voidHold(held, held.transitionTo(EXPIRED, updates.now()));
    }

    private Settlement voidHold(Settlement stored, Settlement next) {
        return updates.apply(stored, next, List.of(ledger.voidHold(next, updates.now())), repositories -> {});
    }

    private Settlement unknown(Settlement settlement) {
        return settlement.state() == UNKNOWN ? settlement : settlement.transitionTo(UNKNOWN, updates.now());
    }

    // The provider was changed in the settings: the present one cannot know what became of the attempt.
    private boolean isOfAnotherProvider(Settlement settlement) {
        return updates.unitOfWork()
                .read(repositories -> repositories.attempts().latest(settlement.id()))
                .filter(attempt -> !attempt.target().provider().equals(provider.name()))
                .isPresent();
    }

    private Attempt firstAttempt(Repositories repositories, Settlement held, Instant now) {
        Optional<String> source =
                repositories.accounts().fundingSource(held.terms().payer(), provider.name());
        return Attempt.first(held, provider.name(), source, now);
    }
}

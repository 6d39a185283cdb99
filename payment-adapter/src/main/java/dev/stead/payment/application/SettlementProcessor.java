package dev.stead.payment.application;

import static dev.stead.payment.domain.settlement.SettlementState.AUTHORIZED;
import static dev.stead.payment.domain.settlement.SettlementState.CAPTURING;
import static dev.stead.payment.domain.settlement.SettlementState.EXPIRED;
import static dev.stead.payment.domain.settlement.SettlementState.MANUAL_REVIEW;
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
import dev.stead.payment.domain.provider.Provider.Outcome;
import dev.stead.payment.domain.provider.Provider.Sighting;
import dev.stead.payment.domain.settlement.Ledger;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Carries a settlement to the provider and its answer back into the books. Every step commits before the next call goes out, so a crash
 * at any instant leaves a state from which {@link #resume} goes on: it looks the attempt up before it sends anything again, and sends it
 * under the same key. Silence moves nothing: the hold stays until the provider has said what it did.
 */
public final class SettlementProcessor {
    private final SettlementUpdates changes;
    private final Provider provider;
    private final Ledger ledger;
    private final Retries retries;

    /**
     * When to try again.
     *
     * @param patience the limits
     * @param chance the jitter
     */
    public record Retries(RetryPolicy patience, RandomGenerator chance) {}

    /** Carries between {@code changes} and {@code provider}. */
    public SettlementProcessor(SettlementUpdates changes, Provider provider, Ledger ledger, Retries retries) {
        this.changes = changes;
        this.provider = provider;
        this.ledger = ledger;
        this.retries = retries;
    }

    boolean asksNobody() {
        return provider.withinLedger();
    }

    /** Asks the provider for a held settlement's money, as far as it answers. Gives the settlement as it is then. */
    Settlement submit(Settlement held) {
        return unlessStale(held, () -> {
            Instant now = changes.now();
            Settlement submitted = leaveToCaller(held.to(SUBMITTED, now));
            Attempt attempt = changes.store().read(books -> firstAttempt(books, held, now));
            changes.apply(held, submitted, List.of(), books -> books.attempts().insert(attempt));
            return authorise(submitted, submitted, attempt);
        });
    }

    /** Takes a settlement up that was left: after a crash, or after an answer that was none. */
    Settlement resume(Settlement left) {
        return unlessStale(left, () -> isAnothersToCarry(left) ? review(left, left) : carryOn(left));
    }

    private Settlement carryOn(Settlement left) {
        return switch (left.state()) {
            case HELD -> hasRunOut(left) ? expire(left) : submit(left);
            case SUBMITTED, CAPTURING, UNKNOWN -> reconcile(left);
            case AUTHORIZED -> takeOrRelease(left, left, attemptOf(left), books -> {});
            case VOIDING -> cancel(left, attemptOf(left));
            case REVERSING -> reverse(left, attemptOf(left));
            case RECEIVED,
                    SETTLED,
                    DECLINED,
                    VOIDED,
                    REVERSED,
                    REFUNDING,
                    REFUNDED,
                    PARTIALLY_REFUNDED,
                    EXPIRED,
                    MANUAL_REVIEW -> left;
        };
    }

    /** The settlement, which recovery leaves alone while the caller's own thread is at it. */
    Settlement leaveToCaller(Settlement settlement) {
        return settlement.leasedUntil(changes.now().plus(retries.patience.grace()));
    }

    /** No answer: the settlement waits for its next try or, after the last, for a person. */
    Settlement tryLater(Settlement from, Settlement to) {
        int tries = to.progress().tries();
        if (tries >= retries.patience.tries()) {
            return changes.apply(from, to.to(MANUAL_REVIEW, changes.now()));
        }
        Instant due = changes.now().plus(retries.patience.pause(tries, retries.chance));
        return changes.apply(from, to.dueAt(due));
    }

    /** True if it was taken up more often than it may be tried. */
    boolean hasTriedEnough(Settlement settlement) {
        return settlement.progress().tries() > retries.patience.tries();
    }

    /** Leaves a settlement to a person. */
    Settlement giveUp(Settlement settlement) {
        return unlessStale(settlement, () -> review(settlement, settlement));
    }

    /** Asks, while nobody else may ask about it; a provider's adapter that fails has not answered. */
    Outcome ask(Settlement about, Supplier<Outcome> question) {
        if (!about.isLeased(changes.now())) {
            throw new SettlementUpdates.StaleException();
        }
        try {
            return question.get();
        } catch (RuntimeException e) {
            return new Outcome.Unknown();
        }
    }

    Sighting lookUp(String key) {
        try {
            return provider.lookUp(key);
        } catch (RuntimeException e) {
            return new Sighting.Unclear();
        }
    }

    Settlement unlessStale(Settlement settlement, Supplier<Settlement> step) {
        try {
            return step.get();
        } catch (SettlementUpdates.StaleException e) {
            return changes.current(settlement.id());
        }
    }

    // Here and below: from is the settlement as it is on disk, to how far it has come since.
    private Settlement authorise(Settlement from, Settlement to, Attempt attempt) {
        return switch (ask(from, () -> provider.authorise(attempt.instruction(to)))) {
            case Outcome.Ok(String reference, Money amount) ->
                amount.equals(to.terms().amount()) ? authorised(from, to, attempt, reference) : review(from, to);
            case Outcome.Declined(DeclineReason reason) -> decline(from, to, reason);
            case Outcome.Unknown() -> tryLater(from, unknown(to));
        };
    }

    private Settlement authorised(Settlement from, Settlement to, Attempt attempt, String reference) {
        Settlement authorised = to.to(AUTHORIZED, changes.now());
        Attempt answered = attempt.answered(reference);
        return takeOrRelease(
                from, authorised, answered, books -> books.attempts().answered(answered));
    }

    // Nobody waits at the terminal any more when the hold has run out: what was reserved too late is released.
    private Settlement takeOrRelease(
            Settlement from, Settlement authorised, Attempt attempt, Consumer<Repositories> also) {
        boolean late = hasRunOut(authorised);
        Settlement next = leaveToCaller(authorised.to(late ? VOIDING : CAPTURING, changes.now()));
        changes.apply(from, next, List.of(), also);
        return late ? cancel(next, attempt) : capture(next, attempt);
    }

    private Settlement capture(Settlement capturing, Attempt attempt) {
        return switch (ask(capturing, () -> provider.capture(attempt.instruction(capturing)))) {
            case Outcome.Ok(String _, Money amount) ->
                amount.equals(capturing.terms().amount())
                        ? settled(capturing, capturing, books -> {})
                        : review(capturing, capturing);
            case Outcome.Declined _ -> {
                Settlement voiding = leaveToCaller(capturing.to(VOIDING, changes.now()));
                yield cancel(changes.apply(capturing, voiding), attempt);
            }
            case Outcome.Unknown() -> tryLater(capturing, unknown(capturing));
        };
    }

    private Settlement reconcile(Settlement left) {
        Attempt attempt = attemptOf(left);
        Settlement unknown = unknown(left);
        return switch (lookUp(attempt.key())) {
            case Sighting.NotSeen() -> authorise(left, unknown, attempt);
            case Sighting.Reserved(String reference, Money amount) ->
                amount.equals(left.terms().amount())
                        ? authorised(left, unknown, attempt, reference)
                        : review(left, unknown);
            case Sighting.Moved(String reference, Money amount) ->
                amount.equals(left.terms().amount())
                        ? moved(left, unknown, attempt.answered(reference))
                        : review(left, unknown);
            case Sighting.Refused(DeclineReason reason) -> decline(left, unknown, reason);
            case Sighting.Released() -> decline(left, unknown, DeclineReason.PROVIDER_REFUSED);
            case Sighting.Unclear() -> tryLater(left, unknown);
        };
    }

    // The same for what was taken too late: it is given back.
    private Settlement moved(Settlement from, Settlement to, Attempt answered) {
        if (!hasRunOut(to)) {
            return settled(from, to, books -> books.attempts().answered(answered));
        }
        Settlement reversing = leaveToCaller(to.to(REVERSING, changes.now()));
        changes.apply(from, reversing, List.of(), books -> books.attempts().answered(answered));
        return reverse(reversing, answered);
    }

    private Settlement cancel(Settlement voiding, Attempt attempt) {
        return switch (ask(voiding, () -> provider.cancel(attempt.instruction(voiding)))) {
            case Outcome.Ok _ -> release(voiding, voiding.to(VOIDED, changes.now()));
            case Outcome.Unknown() -> tryLater(voiding, voiding);
            case Outcome.Declined _ ->
                switch (lookUp(attempt.key())) {
                    case Sighting.Moved _ -> {
                        Settlement reversing = leaveToCaller(voiding.to(REVERSING, changes.now()));
                        yield reverse(changes.apply(voiding, reversing), attempt);
                    }
                    case Sighting.NotSeen _, Sighting.Refused _, Sighting.Released _ ->
                        release(voiding, voiding.to(VOIDED, changes.now()));
                    case Sighting.Reserved _, Sighting.Unclear _ -> tryLater(voiding, voiding);
                };
        };
    }

    private Settlement reverse(Settlement reversing, Attempt attempt) {
        Provider.Instruction captured = attempt.instruction(reversing);
        return switch (ask(reversing, () -> provider.refund(captured, attempt.reversalKey(), captured.amount()))) {
            case Outcome.Ok(String _, Money amount) ->
                amount.equals(captured.amount())
                        ? release(reversing, reversing.to(REVERSED, changes.now()))
                        : review(reversing, reversing);
            case Outcome.Declined _ -> review(reversing, reversing);
            case Outcome.Unknown() -> tryLater(reversing, reversing);
        };
    }

    private Settlement settled(Settlement from, Settlement to, Consumer<Repositories> also) {
        Instant now = changes.now();
        try {
            JournalEntry post = ledger.post(to, BalanceKind.HELD, now);
            return changes.apply(from, to.to(SETTLED, now), List.of(post), also);
        } catch (PaymentException payeeCannotTakeIt) {
            return review(from, to);
        }
    }

    private Settlement decline(Settlement from, Settlement to, DeclineReason reason) {
        return release(from, to.declined(reason, changes.now()));
    }

    private Settlement expire(Settlement held) {
        return release(held, held.to(EXPIRED, changes.now()));
    }

    private Settlement release(Settlement from, Settlement to) {
        return changes.apply(from, to, List.of(ledger.release(to, changes.now())), books -> {});
    }

    private Settlement review(Settlement from, Settlement to) {
        return changes.apply(from, to.to(MANUAL_REVIEW, changes.now()));
    }

    private Settlement unknown(Settlement settlement) {
        return settlement.state() == UNKNOWN ? settlement : settlement.to(UNKNOWN, changes.now());
    }

    // The configuration names another provider than when the attempt was made: this one cannot know what became of it.
    private boolean isAnothersToCarry(Settlement left) {
        return changes.store()
                .read(books -> books.attempts().newest(left.id()))
                .filter(attempt -> !attempt.target().provider().equals(provider.name()))
                .isPresent();
    }

    private boolean hasRunOut(Settlement settlement) {
        return !changes.now().isBefore(settlement.createTime().plus(retries.patience.holdTimeout()));
    }

    private Attempt firstAttempt(Repositories books, Settlement held, Instant now) {
        Optional<String> source = books.accounts().source(held.terms().payer(), provider.name());
        return Attempt.first(held, provider.name(), source, now);
    }

    private Attempt attemptOf(Settlement settlement) {
        return changes.store()
                .read(books -> books.attempts().newest(settlement.id()))
                .orElseThrow(() -> new IllegalStateException("a submitted settlement has no attempt"));
    }
}

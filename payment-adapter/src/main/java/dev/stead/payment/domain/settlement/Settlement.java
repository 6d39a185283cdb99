package dev.stead.payment.domain.settlement;

import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The whole movement of money for one request. Immutable: a transition returns the next settlement, with a version one higher. */
public record Settlement(
        SettlementId id, UUID requestId, SettlementTerms terms, Progress progress, Instant createTime) {
    /**
     * What changes of a settlement.
     *
     * @param decline why it was declined; empty if it was not
     * @param refunded how much of it was refunded so far
     * @param version rises by one with every transition
     * @param updateTime of the last transition
     * @param retries how often recovery has resumed it
     * @param nextAttempt empty if there is nothing to resume
     */
    public record Progress(
            SettlementState state,
            Optional<DeclineReason> decline,
            Money refunded,
            long version,
            Instant updateTime,
            int retries,
            Optional<NextAttempt> nextAttempt) {}

    /**
     * When recovery resumes a settlement.
     *
     * @param due not before this
     * @param leased true if a thread works on it until then; false if it only waits and may be made due sooner
     */
    public record NextAttempt(Instant due, boolean leased) {}

    /** A settlement that was just accepted. */
    public static Settlement received(SettlementId id, UUID requestId, SettlementTerms terms, Instant now) {
        Money nothing = Money.zero(terms.amount().currencyCode());
        var progress = new Progress(SettlementState.RECEIVED, Optional.empty(), nothing, 1, now, 0, Optional.empty());
        return new Settlement(id, requestId, terms, progress, now);
    }

    /** @throws IllegalTransitionException if {@code next} cannot follow */
    public Settlement transitionTo(SettlementState next, Instant now) {
        return transition(next, progress.decline, progress.refunded, now);
    }

    /** As {@link #transitionTo} to {@code DECLINED}, with the reason. */
    public Settlement declined(DeclineReason reason, Instant now) {
        return transition(SettlementState.DECLINED, Optional.of(reason), progress.refunded, now);
    }

    /** As {@link #transitionTo} when {@code amount} was refunded: to {@code REFUNDED} or {@code PARTIALLY_REFUNDED}. */
    public Settlement refunded(Money amount, Instant now) {
        Money refunded = progress.refunded.plus(amount);
        if (refunded.isMoreThan(terms.amount())) {
            throw new IllegalArgumentException("more was refunded than was settled");
        }
        SettlementState next =
                refunded.equals(terms.amount()) ? SettlementState.REFUNDED : SettlementState.PARTIALLY_REFUNDED;
        return transition(next, progress.decline, refunded, now);
    }

    /** This settlement, to be resumed by recovery at {@code due}. No transition, so the version stays. */
    public Settlement dueAt(Instant due) {
        return withNextAttempt(new NextAttempt(due, false));
    }

    /** This settlement, leased to the calling thread: recovery does not resume it before {@code end}. */
    public Settlement leasedUntil(Instant end) {
        return withNextAttempt(new NextAttempt(end, true));
    }

    /** True while a thread has the settlement to itself. */
    public boolean isLeased(Instant now) {
        return progress.nextAttempt
                .filter(attempt -> attempt.leased() && now.isBefore(attempt.due()))
                .isPresent();
    }

    private Settlement withNextAttempt(NextAttempt nextAttempt) {
        return with(new Progress(
                progress.state,
                progress.decline,
                progress.refunded,
                progress.version,
                progress.updateTime,
                progress.retries,
                Optional.of(nextAttempt)));
    }

    public SettlementState state() {
        return progress.state;
    }

    public long version() {
        return progress.version;
    }

    /** How much can still be refunded. */
    public Money refundable() {
        return terms.amount().minus(progress.refunded);
    }

    private Settlement transition(SettlementState next, Optional<DeclineReason> decline, Money refunded, Instant now) {
        if (!progress.state.next().contains(next)) {
            throw new IllegalTransitionException(progress.state, next);
        }
        // A refund has retries of its own.
        int retries = next == SettlementState.REFUNDING ? 0 : progress.retries;
        return with(new Progress(next, decline, refunded, progress.version + 1, now, retries, Optional.empty()));
    }

    private Settlement with(Progress next) {
        return new Settlement(id, requestId, terms, next, createTime);
    }
}

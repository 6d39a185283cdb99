package dev.stead.payment.domain.settlement;

import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The whole movement of money for one request. Immutable: each change gives the next one, with a version one higher, and refuses a
 * transition that {@link SettlementState} does not have.
 *
 * @param id made here
 * @param requestId the request that asked for it
 * @param terms what is moved
 * @param progress how far it is
 * @param createTime when it was asked for
 */
public record Settlement(
        SettlementId id, UUID requestId, SettlementTerms terms, Progress progress, Instant createTime) {
    /**
     * How far a settlement is.
     *
     * @param state where it is
     * @param decline why it was declined, if so
     * @param refunded how much was given back
     * @param version rises by one with every change
     * @param updateTime when it last changed
     * @param tries how often recovery took it up
     * @param turn when recovery takes it up next; empty if it rests
     */
    public record Progress(
            SettlementState state,
            Optional<DeclineReason> decline,
            Money refunded,
            long version,
            Instant updateTime,
            int tries,
            Optional<Turn> turn) {}

    /**
     * When recovery takes a settlement up.
     *
     * @param due not before
     * @param leased true if somebody is at it until then; false if it only waits, and may be taken up sooner for a reason
     */
    public record Turn(Instant due, boolean leased) {}

    /** A settlement just taken in. */
    public static Settlement received(SettlementId id, UUID requestId, SettlementTerms terms, Instant now) {
        Money nothing = Money.zero(terms.amount().currencyCode());
        var progress = new Progress(SettlementState.RECEIVED, Optional.empty(), nothing, 1, now, 0, Optional.empty());
        return new Settlement(id, requestId, terms, progress, now);
    }

    /** Moves on. Throws {@link IllegalTransitionException} if {@code next} cannot follow. */
    public Settlement to(SettlementState next, Instant now) {
        return moved(next, progress.decline, progress.refunded, now);
    }

    /** Declines, with the reason. */
    public Settlement declined(DeclineReason reason, Instant now) {
        return moved(SettlementState.DECLINED, Optional.of(reason), progress.refunded, now);
    }

    /** Ends a refund of {@code amount}: refunded in whole or in part. */
    public Settlement refunded(Money amount, Instant now) {
        Money refunded = progress.refunded.plus(amount);
        if (refunded.isMoreThan(terms.amount())) {
            throw new IllegalArgumentException("more given back than was settled");
        }
        SettlementState next =
                refunded.equals(terms.amount()) ? SettlementState.REFUNDED : SettlementState.PARTIALLY_REFUNDED;
        return moved(next, progress.decline, refunded, now);
    }

    /** The same settlement, to be taken up by recovery at {@code due}. Not a change that anybody sees, so the version stays. */
    public Settlement dueAt(Instant due) {
        return at(new Turn(due, false));
    }

    /** The same settlement, which nobody else may carry on before {@code end}. */
    public Settlement leasedUntil(Instant end) {
        return at(new Turn(end, true));
    }

    /** True while nobody else may carry it on. */
    public boolean isLeased(Instant now) {
        return progress.turn
                .filter(turn -> turn.leased() && now.isBefore(turn.due()))
                .isPresent();
    }

    private Settlement at(Turn turn) {
        return with(new Progress(
                progress.state,
                progress.decline,
                progress.refunded,
                progress.version,
                progress.updateTime,
                progress.tries,
                Optional.of(turn)));
    }

    /** Where it is. */
    public SettlementState state() {
        return progress.state;
    }

    /** Its version. */
    public long version() {
        return progress.version;
    }

    /** What is left to be given back. */
    public Money refundable() {
        return terms.amount().minus(progress.refunded);
    }

    private Settlement moved(SettlementState next, Optional<DeclineReason> decline, Money refunded, Instant now) {
        if (!progress.state.next().contains(next)) {
            throw new IllegalTransitionException(progress.state, next);
        }
        // A refund is a new intention, with its own tries.
        int tries = next == SettlementState.REFUNDING ? 0 : progress.tries;
        return with(new Progress(next, decline, refunded, progress.version + 1, now, tries, Optional.empty()));
    }

    private Settlement with(Progress next) {
        return new Settlement(id, requestId, terms, next, createTime);
    }
}

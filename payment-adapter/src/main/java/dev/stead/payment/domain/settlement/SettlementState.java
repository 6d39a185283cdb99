package dev.stead.payment.domain.settlement;

import dev.stead.payment.application.Recovery;
import java.util.Set;

/**
 * Where a settlement is. Transitions only go forward:
 *
 * <pre>
 * RECEIVED -&gt; HELD -&gt; SUBMITTED -&gt; AUTHORIZED -&gt; CAPTURING -&gt; SETTLED -&gt; REFUNDING -&gt; REFUNDED* | PARTIALLY_REFUNDED
 * RECEIVED | SUBMITTED | UNKNOWN -&gt; DECLINED*              HELD -&gt; EXPIRED*
 * SUBMITTED | CAPTURING -&gt; UNKNOWN -&gt; AUTHORIZED | SETTLED | DECLINED* | REVERSING
 * AUTHORIZED | CAPTURING -&gt; VOIDING -&gt; VOIDED*             VOIDING -&gt; REVERSING -&gt; REVERSED*
 * everything under way -&gt; MANUAL_REVIEW -&gt; SETTLED | VOIDED* | REFUNDED* | PARTIALLY_REFUNDED, by a person
 * </pre>
 */
public enum SettlementState {
    /** Taken in. */
    RECEIVED,
    /** The payer's money is held. */
    HELD,
    /** The provider is being asked. */
    SUBMITTED,
    /** The provider reserved the money. */
    AUTHORIZED,
    /** The provider is asked to take it. */
    CAPTURING,
    /** Moved. */
    SETTLED,
    /** Refused, definitely. */
    DECLINED,
    /** The provider has not answered; the hold stays. */
    UNKNOWN,
    /** Being released before it was taken. */
    VOIDING,
    /** Released before it was taken. */
    VOIDED,
    /** A late success is being taken back. */
    REVERSING,
    /** A late success was taken back. */
    REVERSED,
    /** Money is being given back. */
    REFUNDING,
    /** All was given back. */
    REFUNDED,
    /** A part was given back. */
    PARTIALLY_REFUNDED,
    /** The hold ran out. */
    EXPIRED,
    /** A person has to look; holds stay. */
    MANUAL_REVIEW;

    /** The states that may follow. */
    public Set<SettlementState> next() {
        return switch (this) {
            case RECEIVED -> Set.of(HELD, DECLINED);
            case HELD -> Set.of(SUBMITTED, EXPIRED, MANUAL_REVIEW);
            case SUBMITTED -> Set.of(AUTHORIZED, DECLINED, UNKNOWN, SETTLED, MANUAL_REVIEW);
            case AUTHORIZED -> Set.of(CAPTURING, VOIDING, MANUAL_REVIEW);
            case CAPTURING -> Set.of(SETTLED, UNKNOWN, VOIDING, MANUAL_REVIEW);
            case UNKNOWN -> Set.of(AUTHORIZED, SETTLED, DECLINED, REVERSING, MANUAL_REVIEW);
            case VOIDING -> Set.of(VOIDED, REVERSING, MANUAL_REVIEW);
            case REVERSING -> Set.of(REVERSED, MANUAL_REVIEW);
            case SETTLED, PARTIALLY_REFUNDED -> Set.of(REFUNDING);
            case REFUNDING -> Set.of(REFUNDED, PARTIALLY_REFUNDED, MANUAL_REVIEW);
            case MANUAL_REVIEW -> Set.of(SETTLED, VOIDED, REFUNDED, PARTIALLY_REFUNDED);
            case DECLINED, VOIDED, REVERSED, REFUNDED, EXPIRED -> Set.of();
        };
    }

    /** True if nothing can follow, ever. */
    public boolean isFinal() {
        return next().isEmpty();
    }

    /** True if money can be given back. */
    public boolean isRefundable() {
        return this == SETTLED || this == PARTIALLY_REFUNDED;
    }

    /** True if somebody has to take it further: the caller's thread or, after a while, {@link Recovery}. */
    public boolean isUnderWay() {
        return !next().isEmpty() && !isRefundable() && this != MANUAL_REVIEW;
    }
}

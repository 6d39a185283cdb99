package dev.stead.payment.domain.settlement;

import java.util.Set;

/**
 * The state of a settlement, and which states may follow:
 *
 * <pre>
 * RECEIVED -&gt; HELD -&gt; SUBMITTED -&gt; AUTHORIZED -&gt; CAPTURING -&gt; SETTLED -&gt; REFUNDING -&gt; REFUNDED* | PARTIALLY_REFUNDED
 * RECEIVED | SUBMITTED | UNKNOWN -&gt; DECLINED*              HELD -&gt; EXPIRED*
 * SUBMITTED | CAPTURING -&gt; UNKNOWN -&gt; AUTHORIZED | SETTLED | DECLINED* | REVERSING
 * AUTHORIZED | CAPTURING -&gt; VOIDING -&gt; VOIDED*             VOIDING -&gt; REVERSING -&gt; REVERSED*
 * every state under way -&gt; MANUAL_REVIEW -&gt; SETTLED | VOIDED* | REFUNDED* | PARTIALLY_REFUNDED, by a person
 * </pre>
 */
public enum SettlementState {
    /** Accepted. */
    RECEIVED,
    /** The payer's money is held. */
    HELD,
    /** The provider is called to authorise. */
    SUBMITTED,
    /** The provider has reserved the money. */
    AUTHORIZED,
    /** The provider is called to capture. */
    CAPTURING,
    /** The money has moved. */
    SETTLED,
    /** Refused, definitely. */
    DECLINED,
    /** The provider has not answered: a look-up resolves it. The hold stays. */
    UNKNOWN,
    /** The provider is called to void the authorisation. */
    VOIDING,
    /** Voided before it was captured. */
    VOIDED,
    /** The provider is called to refund a late capture. */
    REVERSING,
    /** A late capture was refunded. */
    REVERSED,
    /** A refund is under way. */
    REFUNDING,
    /** Refunded in whole. */
    REFUNDED,
    /** Refunded in part. */
    PARTIALLY_REFUNDED,
    /** The hold timed out before the settlement was submitted. */
    EXPIRED,
    /** A person has to decide; holds stay. */
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

    /** True if no state can follow. */
    public boolean isFinal() {
        return next().isEmpty();
    }

    /** True if the settlement can be refunded. */
    public boolean isRefundable() {
        return this == SETTLED || this == PARTIALLY_REFUNDED;
    }

    /** True if the settlement has to be driven on, by the caller's thread or later by recovery. */
    public boolean isUnderWay() {
        return !next().isEmpty() && !isRefundable() && this != MANUAL_REVIEW;
    }
}

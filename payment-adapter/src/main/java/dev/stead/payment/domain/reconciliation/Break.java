package dev.stead.payment.domain.reconciliation;

import dev.stead.payment.domain.SettlementId;
import java.util.Optional;

/**
 * A difference that a reconciliation found.
 *
 * @param kind what differs
 * @param key the provider's key; the settlement's id where no provider was asked
 * @param settlement whose it is, if it is known here
 * @param here what this side has, in words
 * @param there what the other side has, in words
 */
public record Break(Kind kind, String key, Optional<SettlementId> settlement, String here, String there) {
    /** What differs. */
    public enum Kind {
        /** Settled or given back here, and the provider's books do not have it. */
        MISSING_AT_PROVIDER,
        /** In the provider's books, and nobody here knows the key. */
        MISSING_HERE,
        /** Other amounts. */
        AMOUNT,
        /** Other currencies. */
        CURRENCY,
        /** Moved on one side and not on the other, though both know it; or the settlement and the journal disagree. */
        STATE,
        /** The provider moved it more than once. */
        DUPLICATE,
        /** Moved on both sides, but there long after it was asked for. */
        LATE
    }
}

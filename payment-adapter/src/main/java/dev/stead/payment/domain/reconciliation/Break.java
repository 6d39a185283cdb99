package dev.stead.payment.domain.reconciliation;

import dev.stead.payment.domain.SettlementId;
import java.util.Optional;

/**
 * A difference that a reconciliation found.
 *
 * @param key the provider's key; the settlement's id where no provider was called
 * @param settlement of the key, if it is known here
 * @param here what this side has, in words
 * @param there what the other side has, in words
 */
public record Break(Kind kind, String key, Optional<SettlementId> settlement, String here, String there) {
    /** What differs. */
    public enum Kind {
        /** Settled or refunded here, but not in the provider's statement. */
        MISSING_AT_PROVIDER,
        /** In the provider's statement, but the key is unknown here. */
        MISSING_HERE,
        /** The amounts differ. */
        AMOUNT,
        /** The currencies differ. */
        CURRENCY,
        /** Moved on one side and not on the other, though both know it; or the settlement and the journal disagree. */
        STATE,
        /** The provider moved it more than once. */
        DUPLICATE,
        /** Moved on both sides, but at the provider long after it was called. */
        LATE
    }
}

package dev.stead.matcher.domain;

import java.util.Optional;
import java.util.UUID;

/** Port: the receipts of all galleries, and whether they still hold. */
public interface Erasures {
    /**
     * The receipt, and whether neither key nor template of its enrolment is left in store or index.
     *
     * @param owner if present, only a receipt of this subject is found
     */
    Optional<Verified> verify(UUID receiptId, Optional<SubjectId> owner);

    /** A receipt, and whether it holds. */
    record Verified(ErasureReceipt receipt, boolean erased) {}
}

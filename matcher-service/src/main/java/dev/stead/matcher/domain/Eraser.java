package dev.stead.matcher.domain;

import dev.stead.mesh.request.RequestIdentity;
import java.util.Optional;
import java.util.UUID;

/** Use cases: erase a subject, and check that an erasure still holds. */
public final class Eraser {
    private final Erasures erasures;
    private final DecisionBudget budget;

    public Eraser(Erasures erasures, DecisionBudget budget) {
        this.erasures = erasures;
        this.budget = budget;
    }

    /** Erases the subject, or gives the first answer if this request was answered before. No receipt is given before the purge. */
    public ErasureReceipt erase(Gallery gallery, RequestIdentity request, SubjectId subject) {
        ErasureReceipt receipt =
                gallery.exclusively(() -> gallery.erasedBy(request).orElseGet(() -> gallery.erase(request, subject)));
        budget.forget(gallery.config().id(), subject);
        gallery.purge();
        return receipt;
    }

    /** @param owner the calling person, who sees only their own receipts; empty for an operator */
    public Erasures.Verified verify(UUID receiptId, Optional<SubjectId> owner) {
        return erasures.verify(receiptId, owner)
                .orElseThrow(() -> new MatcherException(MatcherError.RECEIPT_UNKNOWN, "there is no such receipt"));
    }
}

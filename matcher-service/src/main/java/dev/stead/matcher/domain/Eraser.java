package dev.stead.matcher.domain;

import java.util.Optional;
import java.util.UUID;

/** Use cases: erase a subject, and check that an erasure still holds. */
public final class Eraser {
    private final GalleryLocks locks;
    private final Erasures erasures;

    public Eraser(GalleryLocks locks, Erasures erasures) {
        this.locks = locks;
        this.erasures = erasures;
    }

    public ErasureReceipt erase(Gallery gallery, RequestIdentity intention, SubjectId subject) {
        return locks.in(gallery, () -> gallery.erasedBy(intention).orElseGet(() -> gallery.erase(intention, subject)));
    }

    /** @param owner the person who asks, if it is not an operator: they see their own receipts only */
    public Erasures.Verified verify(UUID receiptId, Optional<SubjectId> owner) {
        return erasures.verify(receiptId, owner)
                .orElseThrow(() -> new MatcherException(MatcherError.RECEIPT_UNKNOWN, "there is no such receipt"));
    }
}

package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.SubjectId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Receipts from the tables, verified against the tables and the indexes. */
public final class StoredErasures implements Eraser.Erasures {
    private final TemplateStore store;
    private final List<IndexedGallery> galleries;

    public StoredErasures(TemplateStore store, List<IndexedGallery> galleries) {
        this.store = store;
        this.galleries = List.copyOf(galleries);
    }

    @Override
    public Optional<Verified> verify(UUID receiptId, Optional<SubjectId> owner) {
        return store.receipt(receiptId)
                .filter(row -> owner.isEmpty() || row.isOf(owner.get()))
                .map(row -> new Verified(row.receipt(), isErased(row.enrolment())));
    }

    private boolean isErased(String enrolment) {
        return store.holdsNothingOf(enrolment) && galleries.stream().noneMatch(gallery -> gallery.holds(enrolment));
    }
}

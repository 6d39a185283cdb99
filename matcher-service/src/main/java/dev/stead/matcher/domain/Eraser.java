package dev.stead.matcher.domain;

import dev.stead.mesh.request.RequestIdentity;
import java.util.Optional;
import java.util.UUID;

/** Use cases: erase a subject, and check that an erasure still holds. */
public final class Eraser {
    private final Erasures erasures;
    private final Identifier identifier;
    private final DecisionBudget budget;

    public Eraser(Erasures erasures, Identifier identifier, DecisionBudget budget) {
        this.erasures = erasures;
        this.identifier = identifier;
        this.budget = budget;
    }

    /** Whom to erase, and on whose word. */
    public sealed interface Erasure {
        SubjectId subject();

        /**
         * Whether the subject may enrol themselves again only after the waiting time. A token alone is enough to erase somebody, but not to
         * enrol another face in their place.
         */
        default boolean waits() {
            return switch (this) {
                case ByToken _ -> true;
                case ByOperator _, WithProof _ -> false;
            };
        }
    }

    /** By an operator. */
    public record ByOperator(SubjectId subject) implements Erasure {}

    /** By whoever has the person's token. */
    public record ByToken(SubjectId subject) implements Erasure {}

    /** By the person, whose sample proves that it is they. */
    public record WithProof(SubjectId subject, Sample proof, CaptureNonce nonce) implements Erasure {}

    /** Erases the subject, or gives the first answer if this request was answered before. No receipt is given before the purge. */
    public ErasureReceipt erase(Gallery gallery, RequestIdentity request, Erasure erasure) {
        ErasureReceipt receipt =
                gallery.exclusively(() -> gallery.erasedBy(request).orElseGet(() -> {
                    if (erasure instanceof WithProof proven) {
                        requireSamePerson(gallery, proven);
                    }
                    return gallery.erase(request, erasure);
                }));
        budget.forget(gallery.config().id(), erasure.subject());
        gallery.purge();
        return receipt;
    }

    private void requireSamePerson(Gallery gallery, WithProof proven) {
        Presentation presentation = identifier.begin(gallery, CaptureSource.phoneOf(proven.subject()), proven.nonce());
        if (!(identifier.verify(presentation, proven.subject(), proven.proof()) instanceof Decision.Identified)) {
            throw new MatcherException(
                    MatcherError.PROOF_FAILED,
                    "the proof does not look like the enrolled person: send another sample, or none and wait to enrol again");
        }
    }

    /** @param owner the calling person, who sees only their own receipts; empty for an operator */
    public Erasures.Verified verify(UUID receiptId, Optional<SubjectId> owner) {
        return erasures.verify(receiptId, owner)
                .orElseThrow(() -> new MatcherException(MatcherError.RECEIPT_UNKNOWN, "there is no such receipt"));
    }
}

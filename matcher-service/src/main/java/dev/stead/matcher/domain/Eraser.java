package dev.stead.matcher.domain;

import dev.stead.mesh.request.RequestIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Use cases: erase a subject, or what is held of one, and check that an erasure still holds. */
public final class Eraser {
    private static final int UNDECIDED_AT_ONCE = 100;

    private final Erasures erasures;
    private final Identifier identifier;
    private final DecisionBudget budget;

    public Eraser(Erasures erasures, Identifier identifier, DecisionBudget budget) {
        this.erasures = erasures;
        this.identifier = identifier;
        this.budget = budget;
    }

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
                    // It looks like them: most likely it is their face under another name.
                    gallery.heldEnrolments()
                            .lookingLike(erasure.subject())
                            .forEach(other -> eraseHeld(gallery, other, Optional.empty()));
                    Optional<UUID> enrolment = gallery.generationOf(erasure.subject());
                    ErasureReceipt erased = gallery.erase(request, erasure);
                    enrolment.ifPresent(identifier::forget);
                    return erased;
                }));
        budget.forget(gallery.config().id(), erasure.subject());
        gallery.purge();
        return receipt;
    }

    /** Erases what is held of a subject, by the word of an operator. */
    public void reject(Gallery gallery, RequestIdentity request, SubjectId subject) {
        gallery.exclusively(() -> {
            if (!gallery.heldEnrolments().isRejectedBy(request)) {
                Enroller.requireHeld(gallery, subject);
                eraseHeld(gallery, subject, Optional.of(request));
            }
        });
        gallery.purge();
    }

    /** Erases what nobody has decided in time. */
    public void eraseUndecided(Gallery gallery, Instant now) {
        boolean erased = gallery.exclusively(() -> {
            List<Enrolment.Held> undecided = gallery.heldEnrolments().oldest(UNDECIDED_AT_ONCE).stream()
                    .filter(held -> held.since().plus(Enrolment.Held.LONGEST).isBefore(now))
                    .toList();
            undecided.forEach(held -> eraseHeld(gallery, held.subject(), Optional.empty()));
            return !undecided.isEmpty();
        });
        if (erased) {
            gallery.purge();
        }
    }

    private void eraseHeld(Gallery gallery, SubjectId subject, Optional<RequestIdentity> request) {
        Optional<UUID> enrolment = gallery.generationOf(subject);
        if (gallery.heldEnrolments().erase(subject, request)) {
            enrolment.ifPresent(identifier::forget);
            budget.forget(gallery.config().id(), subject);
        }
    }

    private void requireSamePerson(Gallery gallery, WithProof proven) {
        Presentation presentation = identifier.begin(gallery, CaptureSource.phoneOf(proven.subject()), proven.nonce());
        try {
            if (!(identifier.verify(presentation, proven.subject(), proven.proof()) instanceof Decision.Identified)) {
                throw new MatcherException(
                        MatcherError.PROOF_FAILED,
                        "the proof does not look like the enrolled person: send another sample, or none and wait to enrol again");
            }
        } finally {
            presentation.wipe();
        }
    }

    /** @param owner the calling person, who sees only their own receipts; empty for an operator */
    public Erasures.Verified verify(UUID receiptId, Optional<SubjectId> owner) {
        return erasures.verify(receiptId, owner)
                .orElseThrow(() -> new MatcherException(MatcherError.RECEIPT_UNKNOWN, "there is no such receipt"));
    }
}

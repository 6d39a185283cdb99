package dev.stead.matcher.domain;

import dev.stead.mesh.request.RequestIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Port: the durable, searchable templates of one gallery. A change is durable, and seen by every later search, before its method returns.
 * Repeated with the same request id and content it gives the first answer; with other content it is {@link
 * MatcherError#REQUEST_ID_REUSED}. Thread-safe.
 */
public interface Gallery {
    GalleryConfig config();

    /** Never blocks. */
    Stats stats();

    /**
     * The point that decides now about a comparison with everybody. It may be another one a moment later: one decision asks once. Never
     * blocks.
     */
    OperatingPoint operatingPoint();

    /** The point that decides now about a comparison with so many subjects. Never blocks. */
    OperatingPoint operatingPoint(long subjects);

    /**
     * The subjects of the {@code limit} most similar templates: at most so many, each once.
     *
     * @param point that will decide: whom it cannot tell from nobody need not be found
     * @param among these subjects only, exactly if they are few; empty for all
     */
    CandidateList search(Probe probe, OperatingPoint point, Optional<Set<SubjectId>> among, int limit);

    /** As {@link #search(Probe, OperatingPoint, Optional, int)}, among all. */
    default CandidateList search(Probe probe, OperatingPoint point, int limit) {
        return search(probe, point, Optional.empty(), limit);
    }

    /** As {@link #search(Probe, OperatingPoint, int)}, for the point that decides now. */
    default CandidateList search(Probe probe, int limit) {
        return search(probe, operatingPoint(), limit);
    }

    /** Similarity of the subject's most similar template, for a point that will decide; empty if they are not enrolled. */
    OptionalDouble compare(SubjectId subject, Probe probe, OperatingPoint point);

    /** As {@link #compare(SubjectId, Probe, OperatingPoint)}, for the point that decides now. */
    default OptionalDouble compare(SubjectId subject, Probe probe) {
        return compare(subject, probe, operatingPoint());
    }

    /** Similarity of the subject's most similar anchor, a template of the enrolment itself; empty as {@link #compare}. */
    OptionalDouble compareToAnchors(SubjectId subject, Probe probe);

    /**
     * A random id of the subject's enrolment, another one after each new enrolment; empty if they are not enrolled. Asked after a search,
     * it is that of the template found or of a later enrolment, never of an earlier one. Never blocks.
     */
    Optional<UUID> generationOf(SubjectId subject);

    Optional<Subject> find(SubjectId subject);

    /** When the subject themselves last added a template; empty if they have not. */
    Optional<Instant> lastAddedByPerson(SubjectId subject);

    /** Whether the subject is enrolled with exactly these samples. */
    boolean holdsExactly(SubjectId subject, List<Sample> samples);

    /** The first answer to this request to enrol or to add a template, if there was one. */
    Optional<Subject> enrolledBy(RequestIdentity request);

    /** The first answer to this request to erase, if there was one. */
    Optional<ErasureReceipt> erasedBy(RequestIdentity request);

    /**
     * Runs an action while no other thread changes this gallery, so that what the action checks still holds when it changes something.
     * Searches go on meanwhile. The action may call any method of this gallery, this one included.
     */
    <T> T exclusively(Supplier<T> action);

    /** As {@link #exclusively(Supplier)}, without a result. */
    default void exclusively(Runnable action) {
        boolean _ = exclusively(() -> {
            action.run();
            return true;
        });
    }

    /** Who is on record as a look-alike of this subject; a search that finds a subject finds this too. Never blocks. */
    Set<SubjectId> lookAlikesOf(SubjectId subject);

    /** The subject's look-alikes with all that was recorded, by time. */
    List<LookAlike.Recorded> recordedLookAlikes(SubjectId subject);

    /**
     * Refused with {@link MatcherError#SUBJECT_EXISTS}.
     *
     * @param others whom the samples look like: if there are any, a person's own enrolment is held, and an operator's makes duplicates
     */
    Subject enrol(RequestIdentity request, Enrolment enrolment, List<SubjectId> others);

    /** Enrols somebody who looks like nobody else. */
    default Subject enrol(RequestIdentity request, Enrolment enrolment) {
        return enrol(request, enrolment, List.of());
    }

    /**
     * Enrols all of them, or none.
     *
     * @param others by subject, as for {@link #enrol(RequestIdentity, Enrolment, List)}
     */
    void enrolAll(List<Enrolment> enrolments, Map<SubjectId, List<SubjectId>> others);

    /** Enrols people who look like nobody else. */
    default void enrolAll(List<Enrolment> enrolments) {
        enrolAll(enrolments, Map.of());
    }

    /**
     * Refused with {@link MatcherError#SUBJECT_UNKNOWN} or {@link MatcherError#TEMPLATE_LIMIT_REACHED}.
     *
     * @param others who looks more like the sample than the subject does: if there are any, the template is held, and also if the
     *     subject's enrolment is
     */
    Subject add(RequestIdentity request, AddedSample addition, List<SubjectId> others);

    /** Adds what looks like nobody else. */
    default Subject add(RequestIdentity request, AddedSample addition) {
        return add(request, addition, List.of());
    }

    /** Refused with {@link MatcherError#SUBJECT_UNKNOWN}. */
    ErasureReceipt erase(RequestIdentity request, Eraser.Erasure erasure);

    /** When the subject was erased last, if that was after {@code since} and they wait since then. */
    Optional<Instant> waitingSince(SubjectId subject, Instant since);

    HeldEnrolments heldEnrolments();

    /**
     * Port: what waits for an operator's decision. It is part of the gallery, and every method of {@link Gallery} about one subject treats
     * it as if it were not held, so that its subject cannot tell; only {@link #search} does not find it.
     */
    interface HeldEnrolments {
        /** The oldest first. */
        List<Enrolment.Held> oldest(int limit);

        /** Those of whom something is held because it looks like this subject. */
        Set<SubjectId> lookingLike(SubjectId subject);

        /** What is held of the subject; empty if nothing is. */
        List<Embedding> templatesOf(SubjectId subject);

        /** As {@link Gallery#search}, among all that is held. */
        CandidateList search(Probe probe);

        /** Makes it a part of what searches find. */
        Subject release(RequestIdentity request, SubjectId subject, LookAlikes lookAlikes);

        /** Whether this request to reject was answered before. */
        boolean isRejectedBy(RequestIdentity request);

        /**
         * Erases what is held of the subject, and with it the subject if nothing else is enrolled of them.
         *
         * @param request of an operator who rejects it; empty if nobody decided
         * @return whether the subject is gone
         */
        boolean erase(SubjectId subject, Optional<RequestIdentity> request);
    }

    /**
     * How large a gallery is now.
     *
     * @param epoch rises with every change
     */
    record Stats(long subjects, long templates, long epoch) {}

    /** Removes what the erased have left behind in the files of the store. May wait for whoever reads them; holds nobody up. */
    void purge();
}

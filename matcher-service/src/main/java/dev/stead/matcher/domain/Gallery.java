package dev.stead.matcher.domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Port: the durable, searchable templates of one gallery. A change is durable, and seen by every later search, before its method returns.
 * Repeated with the same request id and content it gives the first answer; with another content it is {@link
 * MatcherError#REQUEST_ID_REUSED}. Thread-safe.
 */
public interface Gallery {
    GalleryConfig rules();

    GalleryStats facts();

    /** The {@code limit} nearest templates as subjects: at most so many, each once. */
    CandidateList search(Probe probe, int limit);

    /** Similarity of the subject's nearest template; empty if they are not enrolled. */
    OptionalDouble compare(SubjectId subject, Probe probe);

    Optional<Subject> find(SubjectId subject);

    /** Whether the subject is enrolled with exactly these samples. */
    boolean holdsExactly(SubjectId subject, List<Sample> samples);

    /** The first answer to this intention to enrol or add, if there was one. */
    Optional<Subject> enrolledBy(RequestIdentity intention);

    /** The first answer to this intention to erase, if there was one. */
    Optional<ErasureReceipt> erasedBy(RequestIdentity intention);

    /** Refused with {@link MatcherError#SUBJECT_EXISTS}. */
    Subject enrol(RequestIdentity intention, Enrolment enrolment);

    /** All of them, or none. */
    void enrolAll(List<Enrolment> enrolments);

    /** Refused with {@link MatcherError#SUBJECT_UNKNOWN} or {@link MatcherError#TEMPLATE_LIMIT_REACHED}. */
    Subject add(RequestIdentity intention, SubjectId subject, Sample sample);

    /** Refused with {@link MatcherError#SUBJECT_UNKNOWN}. */
    ErasureReceipt erase(RequestIdentity intention, SubjectId subject);
}

package dev.stead.matcher.domain;

import dev.stead.mesh.request.RequestIdentity;
import java.util.Optional;

/**
 * Use cases: enrol a subject, add a template. Guards the gallery against two subjects with one face: a sample that is more similar to
 * somebody else, past the operating point, is {@link MatcherError#WRONG_PERSON}. Guard and change run as one, so that two enrolments of one
 * face cannot both pass the guard.
 */
public final class Enroller {
    private static final int GUARD_CANDIDATES = Enrolment.MAX_TEMPLATES + 8;

    private final DecisionBudget budget;

    public Enroller(DecisionBudget budget) {
        this.budget = budget;
    }

    public Subject enrol(Gallery gallery, RequestIdentity request, Enrolment enrolment) {
        return gallery.exclusively(() -> {
            Optional<Subject> before = gallery.enrolledBy(request);
            if (before.isPresent()) {
                return before.get();
            }
            enrolment.check(gallery.config());
            requireNew(gallery, enrolment);
            budget.spend(CaptureSource.phoneOf(enrolment.subject()));
            guard(gallery, enrolment);
            return gallery.enrol(request, enrolment);
        });
    }

    public Subject add(Gallery gallery, RequestIdentity request, SubjectId subject, Sample sample) {
        return gallery.exclusively(() -> {
            Optional<Subject> before = gallery.enrolledBy(request);
            if (before.isPresent()) {
                return before.get();
            }
            gallery.config().check(sample);
            budget.spend(CaptureSource.phoneOf(subject));
            guard(gallery, subject, sample);
            return gallery.add(request, subject, sample);
        });
    }

    static void requireNew(Gallery gallery, Enrolment enrolment) {
        if (gallery.find(enrolment.subject()).isPresent()) {
            throw new MatcherException(
                    MatcherError.SUBJECT_EXISTS,
                    "the subject is enrolled already: add a template, or erase the subject first");
        }
    }

    static void guard(Gallery gallery, Enrolment enrolment) {
        for (Sample sample : enrolment.samples()) {
            CandidateList near = gallery.search(new Probe(sample.embedding()), GUARD_CANDIDATES);
            refuseIf(near.bestOtherThan(enrolment.subject())
                    .filter(gallery.config().operatingPoint()::isReachedBy)
                    .isPresent());
        }
    }

    private static void guard(Gallery gallery, SubjectId subject, Sample sample) {
        var probe = new Probe(sample.embedding());
        double own = gallery.compare(subject, probe)
                .orElseThrow(() -> new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the subject is not enrolled"));
        GalleryConfig config = gallery.config();
        boolean moreLikeSomebodyElse = gallery.search(probe, GUARD_CANDIDATES)
                .bestOtherThan(subject)
                .filter(config.operatingPoint()::isReachedBy)
                .filter(other -> other.similarity() > own)
                .isPresent();
        refuseIf(moreLikeSomebodyElse || own < config.gate().enrolmentSimilarity());
    }

    static void refuseIf(boolean wrongPerson) {
        if (wrongPerson) {
            throw new MatcherException(MatcherError.WRONG_PERSON, "the sample looks like another person");
        }
    }
}

package dev.stead.matcher.domain;

import java.util.Optional;

/**
 * Use cases: enrol a subject, add a template. Guards the gallery against two subjects with one face: a sample that is nearer to somebody
 * else, past the operating point, is {@link MatcherError#WRONG_PERSON}. Changes of one gallery run one after the other, so that no two
 * of them pass the guard beside each other.
 */
public final class Enroller {
    private static final int GUARD_CANDIDATES = Enrolment.MOST_TEMPLATES + 8;

    private final GalleryLocks locks;
    private final DecisionBudget budget;

    public Enroller(GalleryLocks locks, DecisionBudget budget) {
        this.locks = locks;
        this.budget = budget;
    }

    public Subject enrol(Gallery gallery, RequestIdentity intention, Enrolment enrolment) {
        return locks.in(gallery, () -> {
            Optional<Subject> before = gallery.enrolledBy(intention);
            if (before.isPresent()) {
                return before.get();
            }
            enrolment.check(gallery.rules());
            requireNew(gallery, enrolment);
            budget.spend(CaptureSource.phoneOf(enrolment.subject()));
            guard(gallery, enrolment);
            return gallery.enrol(intention, enrolment);
        });
    }

    public Subject add(Gallery gallery, RequestIdentity intention, SubjectId subject, Sample sample) {
        return locks.in(gallery, () -> {
            Optional<Subject> before = gallery.enrolledBy(intention);
            if (before.isPresent()) {
                return before.get();
            }
            gallery.rules().check(sample);
            budget.spend(CaptureSource.phoneOf(subject));
            guard(gallery, subject, sample);
            return gallery.add(intention, subject, sample);
        });
    }

    static void requireNew(Gallery gallery, Enrolment enrolment) {
        if (gallery.find(enrolment.subject()).isPresent()) {
            throw new MatcherException(
                    MatcherError.SUBJECT_EXISTS, "the subject is enrolled already: add a template, or erase first");
        }
    }

    static void guard(Gallery gallery, Enrolment enrolment) {
        for (Sample sample : enrolment.samples()) {
            CandidateList near = gallery.search(new Probe(sample.embedding()), GUARD_CANDIDATES);
            refuseIf(near.bestOtherThan(enrolment.subject())
                    .filter(gallery.rules().operatingPoint()::isReachedBy)
                    .isPresent());
        }
    }

    private static void guard(Gallery gallery, SubjectId subject, Sample sample) {
        var probe = new Probe(sample.embedding());
        double own = gallery.compare(subject, probe)
                .orElseThrow(() -> new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the subject is not enrolled"));
        GalleryConfig rules = gallery.rules();
        boolean nearerToSomebodyElse = gallery.search(probe, GUARD_CANDIDATES)
                .bestOtherThan(subject)
                .filter(rules.operatingPoint()::isReachedBy)
                .filter(other -> other.similarity() > own)
                .isPresent();
        refuseIf(nearerToSomebodyElse || own < rules.gate().agreement());
    }

    static void refuseIf(boolean wrongPerson) {
        if (wrongPerson) {
            throw new MatcherException(MatcherError.WRONG_PERSON, "the sample looks like another person");
        }
    }
}

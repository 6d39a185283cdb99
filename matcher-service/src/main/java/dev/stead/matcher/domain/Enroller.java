package dev.stead.matcher.domain;

import dev.stead.mesh.request.RequestIdentity;
import java.util.List;
import java.util.Optional;

/**
 * Use cases: enrol a subject, add a template. Guard ({@link EnrolmentGuard}) and change run as one, so that two enrolments of
 * one face cannot both pass the guard.
 */
public final class Enroller {
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
            new EnrolmentGuard(gallery, budget).check(enrolment, List.of());
            return gallery.enrol(request, enrolment);
        });
    }

    public Subject add(Gallery gallery, RequestIdentity request, AddedSample addition) {
        return gallery.exclusively(() -> {
            Optional<Subject> before = gallery.enrolledBy(request);
            if (before.isPresent()) {
                return before.get();
            }
            gallery.config().check(addition.sample());
            new EnrolmentGuard(gallery, budget).check(addition);
            return gallery.add(request, addition);
        });
    }

    static void requireNew(Gallery gallery, Enrolment enrolment) {
        if (gallery.find(enrolment.subject()).isPresent()) {
            throw new MatcherException(
                    MatcherError.SUBJECT_EXISTS,
                    "the subject is enrolled already: add a template, or erase the subject first");
        }
    }
}

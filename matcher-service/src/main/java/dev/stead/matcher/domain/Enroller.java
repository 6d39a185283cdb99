package dev.stead.matcher.domain;

import dev.stead.mesh.request.RequestIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Use cases: enrol a subject, add a template, release what is held. Guard ({@link EnrolmentGuard}) and change run as one, so that two
 * enrolments of one face cannot both pass the guard.
 */
public final class Enroller {
    /** How often a person may add a template themselves. A face changes slowly; whoever has only the token gets few tries. */
    static final Duration ADDITION_WAIT = Duration.ofDays(7);

    private final DecisionBudget budget;
    private final DuplicatePolicy duplicates;
    private final Duration reenrolmentWait;
    private final InstantSource clock;

    /** What becomes of somebody whom an operator enrols, and who looks like somebody who is enrolled and was not named. */
    public enum DuplicatePolicy {
        /** They are not enrolled. */
        REFUSE,
        /** They are enrolled, a duplicate is kept, and the operator is told of whom. */
        WARN,
        /** They are enrolled, and a duplicate is kept. */
        ALLOW
    }

    /** @param reenrolmentWait how long a person whom their own token erased waits until it may enrol somebody again */
    public Enroller(DecisionBudget budget, DuplicatePolicy duplicates, Duration reenrolmentWait, InstantSource clock) {
        this.budget = budget;
        this.duplicates = duplicates;
        this.reenrolmentWait = reenrolmentWait;
        this.clock = clock;
    }

    public DuplicatePolicy duplicatePolicy() {
        return duplicates;
    }

    public Subject enrol(Gallery gallery, RequestIdentity request, Enrolment enrolment) {
        return gallery.exclusively(() -> {
            Optional<Subject> before = gallery.enrolledBy(request);
            if (before.isPresent()) {
                return before.get();
            }
            enrolment.check(gallery.config());
            requireNew(gallery, enrolment);
            requireWaited(gallery, enrolment);
            List<SubjectId> others = new EnrolmentGuard(gallery, budget, duplicates).check(enrolment, List.of());
            return gallery.enrol(request, enrolment, others);
        });
    }

    public Subject add(Gallery gallery, RequestIdentity request, AddedSample addition) {
        return gallery.exclusively(() -> {
            Optional<Subject> before = gallery.enrolledBy(request);
            if (before.isPresent()) {
                return before.get();
            }
            gallery.config().check(addition.sample());
            requireRare(gallery, addition);
            List<SubjectId> others = new EnrolmentGuard(gallery, budget).check(addition);
            return gallery.add(request, addition, others);
        });
    }

    /** Enrols for good what is held of a subject, by the word of an operator. */
    public Subject release(Gallery gallery, RequestIdentity request, SubjectId subject, LookAlikes lookAlikes) {
        return gallery.exclusively(() -> gallery.enrolledBy(request).orElseGet(() -> {
            List<Embedding> templates = requireHeld(gallery, subject);
            new EnrolmentGuard(gallery, budget).check(subject, templates, lookAlikes);
            return gallery.heldEnrolments().release(request, subject, lookAlikes);
        }));
    }

    static List<Embedding> requireHeld(Gallery gallery, SubjectId subject) {
        List<Embedding> held = gallery.heldEnrolments().templatesOf(subject);
        if (held.isEmpty()) {
            throw new MatcherException(
                    MatcherError.HELD_ENROLMENT_UNKNOWN,
                    "nothing of subject " + subject + " is held: list what is, perhaps it was decided already");
        }
        return held;
    }

    /** Or else whoever has the token would put their own face in the place of the one that they erased. */
    private void requireWaited(Gallery gallery, Enrolment enrolment) {
        if (enrolment.operator().isPresent()) {
            return;
        }
        Instant since = enrolment.createTime().minus(reenrolmentWait);
        gallery.waitingSince(enrolment.subject(), since).ifPresent(erased -> {
            throw MatcherException.waiting(
                    MatcherError.ENROLMENT_WAITS,
                    "the person was erased a short while ago, without proof that it was they: wait, or have an operator enrol"
                            + " them in person",
                    erased.plus(reenrolmentWait));
        });
    }

    private void requireRare(Gallery gallery, AddedSample addition) {
        if (addition.operator().isPresent()) {
            return;
        }
        Optional<Instant> next = gallery.lastAddedByPerson(addition.subject()).map(last -> last.plus(ADDITION_WAIT));
        if (next.filter(clock.instant()::isBefore).isPresent()) {
            throw MatcherException.waiting(
                    MatcherError.TEMPLATE_WAITS,
                    "a person may add one template in " + ADDITION_WAIT.toDays()
                            + " days: wait, or have an operator add it",
                    next.get());
        }
    }

    static void requireNew(Gallery gallery, Enrolment enrolment) {
        if (gallery.find(enrolment.subject()).isPresent()) {
            throw new MatcherException(
                    MatcherError.SUBJECT_EXISTS,
                    "the subject is enrolled already: add a template, or erase the subject first");
        }
    }
}

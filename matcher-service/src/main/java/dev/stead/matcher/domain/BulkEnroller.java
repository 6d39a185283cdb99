package dev.stead.matcher.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Use case: many enrolments as one durable batch. Each passes the same checks and the same guard as a single one, against the gallery and
 * against those before it in the batch. One that is enrolled already with the same samples counts as done, so that an interrupted
 * run can simply be repeated.
 */
public final class BulkEnroller {
    private final DecisionBudget budget;
    private final Enroller.DuplicatePolicy duplicates;

    public BulkEnroller(DecisionBudget budget, Enroller.DuplicatePolicy duplicates) {
        this.budget = budget;
        this.duplicates = duplicates;
    }

    /**
     * Enrols a batch, durable when this returns.
     *
     * @return why each refused enrolment was refused, by its position in the batch
     */
    public Map<Integer, MatcherException> enrol(Gallery gallery, List<Enrolment> batch) {
        return gallery.exclusively(() -> {
            Map<Integer, MatcherException> refused = new LinkedHashMap<>();
            List<Enrolment> accepted = new ArrayList<>();
            Map<SubjectId, List<SubjectId>> others = new HashMap<>();
            var guard = new EnrolmentGuard(gallery, budget, duplicates);
            for (int i = 0; i < batch.size(); i++) {
                try {
                    Enrolment enrolment = batch.get(i);
                    enrolment.check(gallery.config());
                    if (!isDone(gallery, accepted, enrolment)) {
                        Enroller.requireNew(gallery, enrolment);
                        requireOnce(accepted, enrolment);
                        others.put(enrolment.subject(), check(guard, enrolment, accepted));
                        accepted.add(enrolment);
                    }
                } catch (MatcherException e) {
                    refused.put(i, e);
                }
            }
            if (!accepted.isEmpty()) {
                gallery.enrolAll(accepted, others);
            }
            return refused;
        });
    }

    private static boolean isDone(Gallery gallery, List<Enrolment> accepted, Enrolment enrolment) {
        return gallery.holdsExactly(enrolment.subject(), enrolment.samples())
                || accepted.stream()
                        .anyMatch(earlier -> earlier.subject().equals(enrolment.subject())
                                && earlier.samples().equals(enrolment.samples()));
    }

    /** Nothing of a batch is held: whoever enrols many is an operator, and told at once. */
    private static List<SubjectId> check(EnrolmentGuard guard, Enrolment enrolment, List<Enrolment> accepted) {
        List<SubjectId> others = guard.check(enrolment, accepted);
        if (!others.isEmpty() && enrolment.operator().isEmpty()) {
            throw MatcherException.wrongPerson(others);
        }
        return others;
    }

    private static void requireOnce(List<Enrolment> accepted, Enrolment enrolment) {
        if (accepted.stream().anyMatch(earlier -> earlier.subject().equals(enrolment.subject()))) {
            throw new MatcherException(
                    MatcherError.SUBJECT_EXISTS, "the subject is in this batch already, with other samples");
        }
    }
}

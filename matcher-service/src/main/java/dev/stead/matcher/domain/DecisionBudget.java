package dev.stead.matcher.domain;

import java.util.concurrent.CompletableFuture;

/**
 * Port: limits what can be learnt from answers. Each answer near a threshold tells one bit about a template; by simulation an attacker who
 * has one accepted probe comes within a cosine of 0.70 in some 150 of them, and of 0.9 in 1,800. So there are limits on the answers of a
 * source, on the near answers about an enrolment, and on how often a subject is identified. Thread-safe; never blocks.
 */
public interface DecisionBudget {
    /** About whom something is told, and to whom. */
    record Telling(GalleryId gallery, SubjectId subject, CaptureSource source) {}

    /**
     * What became of an attempt to spend from a budget.
     *
     * @param isPaid false if the budget was spent: then nothing was taken from it
     * @param recorded done when a crash cannot give back what was taken; until then the answer that was paid for must not leave. Mostly
     *     done already
     */
    record Charge(boolean isPaid, CompletableFuture<Void> recorded) {
        private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
        public static final Charge PAID = new Charge(true, DONE);
        public static final Charge SPENT = new Charge(false, DONE);

        /** Both paid, or spent. */
        public Charge and(Charge other) {
            if (!isPaid || !other.isPaid) {
                return SPENT;
            }
            return recorded.isDone() && !recorded.isCompletedExceptionally()
                    ? other
                    : new Charge(true, CompletableFuture.allOf(recorded, other.recorded));
        }
    }

    /**
     * Spends one answer of the source's, or throws {@link MatcherError#DECISION_BUDGET_SPENT}. Every answer that depends on who is enrolled
     * counts: "more frames needed", or "that is another person" at an enrolment, reveals as much as "nobody".
     */
    Charge answer(CaptureSource source);

    /** Counts a decision of the source's that identified nobody. After many in a short time the source has to wait. */
    void refused(CaptureSource source);

    /** Spends near answers: those that a slightly different probe would have changed. */
    Charge near(Telling telling, int answers);

    /** Spends one identification. */
    Charge identified(Telling telling);

    /**
     * Throws {@link MatcherError#DECISION_BUDGET_SPENT} if there were too many of what {@link #enrolment} counts in a day. Asked before the
     * samples are looked at.
     */
    void requireEnrolmentsLeft(CaptureSource enrolling);

    /**
     * Counts an operator's sample that is, or nearly is, of somebody who is enrolled already: they are told of it. Of a person, who is not,
     * it counts every enrolment and addition; were it only those, the end of the budget would tell.
     */
    void enrolment(CaptureSource enrolling);

    /**
     * For the subject themselves, who may know it: throws {@link MatcherError#ENROLMENT_SPENT} or {@link
     * MatcherError#DECISION_BUDGET_SPENT} if they can be identified nowhere, whatever the sample.
     */
    void requireLeft(GalleryId gallery, SubjectId subject);

    /** The subject was erased: what was counted was about templates that are gone. */
    void forget(GalleryId gallery, SubjectId subject);
}

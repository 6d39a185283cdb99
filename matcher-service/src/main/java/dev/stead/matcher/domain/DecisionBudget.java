package dev.stead.matcher.domain;

/**
 * Port: limits the decisions in a window of time. From accept or reject alone, an attacker with one accepted probe can reconstruct a template
 * in some 20,000 decisions (to a cosine of 0.66 after 1,000): so nobody gets that many. Thread-safe.
 */
public interface DecisionBudget {
    /**
     * Spends one answer of the source's, or throws {@link MatcherError#DECISION_BUDGET_SPENT}. Every answer that depends on who is enrolled
     * counts: "more frames needed", or "that is another person" at an enrolment, reveals as much as "nobody".
     */
    void spend(CaptureSource source);

    /** Spends one decision about the subject, or throws {@link MatcherError#DECISION_BUDGET_SPENT}. */
    void spend(SubjectId subject);
}

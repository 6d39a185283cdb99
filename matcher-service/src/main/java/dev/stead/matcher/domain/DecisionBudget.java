package dev.stead.matcher.domain;

/**
 * Port: how many decisions may be had in a while. Accept or reject alone, from one accepted probe, gives a template away in some 20,000
 * decisions (cosine 0.66 after 1,000): so nobody gets that many.
 */
public interface DecisionBudget {
    /**
     * Takes one answer of the source's, or throws {@link MatcherError#DECISION_BUDGET_SPENT}. Every answer counts that depends on who
     * is enrolled: "not yet" after a frame, or "that is somebody else" at an enrolment, tells as much as "nobody".
     */
    void spend(CaptureSource source);

    /** Takes one decision about the subject, or throws {@link MatcherError#DECISION_BUDGET_SPENT}. */
    void spend(SubjectId subject);
}

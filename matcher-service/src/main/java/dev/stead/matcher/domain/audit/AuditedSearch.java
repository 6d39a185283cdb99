package dev.stead.matcher.domain.audit;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.SubjectId;
import java.util.Optional;

/**
 * What an audit found out about a search.
 *
 * @param sameBest whether its best candidate is that of exact search; whoever is so unlike the probe that the decision does not depend on
 *     them is nobody, on both sides
 * @param sameDecision whether it is decided as exact search would be
 */
public record AuditedSearch(boolean sameBest, boolean sameDecision) {
    /**
     * Compares what was found with what was there.
     *
     * @param point the one that the search was for
     */
    public static AuditedSearch of(OperatingPoint point, CandidateList found, CandidateList exact) {
        return new AuditedSearch(
                best(point, found).equals(best(point, exact)),
                point.decide(found).equals(point.decide(exact)));
    }

    private static Optional<SubjectId> best(OperatingPoint point, CandidateList list) {
        return list.best()
                .filter(one -> one.similarity() >= point.threshold() - point.margin())
                .map(Candidate::subject);
    }
}

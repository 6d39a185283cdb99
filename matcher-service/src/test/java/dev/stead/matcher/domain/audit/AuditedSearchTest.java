package dev.stead.matcher.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.SubjectId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The threshold is 0.55, the margin 0.05. */
class AuditedSearchTest {
    private static final Candidate ADA = candidate("ada", 0.7f);
    private static final Candidate NEAR_ADA = candidate("bob", 0.68f);
    private static final Candidate BELOW = candidate("cleo", 0.52f);
    private static final Candidate FAR_BELOW = candidate("dan", 0.4f);

    @Test
    void whatExactSearchFindsAgrees() {
        assertThat(audited(list(ADA, BELOW), list(ADA, BELOW))).isEqualTo(new AuditedSearch(true, true));
        assertThat(audited(list(), list())).isEqualTo(new AuditedSearch(true, true));
    }

    @Test
    void theBestThatWasNotFoundDiffersInBoth() {
        assertThat(audited(list(BELOW), list(ADA, BELOW))).isEqualTo(new AuditedSearch(false, false));
        assertThat(audited(list(NEAR_ADA), list(ADA, NEAR_ADA))).isEqualTo(new AuditedSearch(false, false));
        assertThat(audited(list(), list(ADA))).isEqualTo(new AuditedSearch(false, false));
    }

    @Test
    void theSecondThatMakesItAmbiguousDiffersInTheDecision() {
        assertThat(audited(list(ADA), list(ADA, NEAR_ADA))).isEqualTo(new AuditedSearch(true, false));
    }

    @Test
    void whoIsWithinTheMarginOfTheThresholdMustBeFoundAndDecidesNothing() {
        assertThat(audited(list(), list(BELOW))).isEqualTo(new AuditedSearch(false, true));
    }

    /** The index was told that it need not find them. */
    @Test
    void whoIsFartherBelowIsNobody() {
        assertThat(audited(list(), list(FAR_BELOW))).isEqualTo(new AuditedSearch(true, true));
        assertThat(audited(list(FAR_BELOW), list(candidate("eve", 0.45f), FAR_BELOW)))
                .isEqualTo(new AuditedSearch(true, true));
    }

    private static AuditedSearch audited(CandidateList found, CandidateList exact) {
        return AuditedSearch.of(OperatingPoint.STANDARD, found, exact);
    }

    private static CandidateList list(Candidate... candidates) {
        return CandidateList.of(Arrays.stream(candidates), 1);
    }

    private static Candidate candidate(String subject, float similarity) {
        return new Candidate(new SubjectId(subject), similarity);
    }
}

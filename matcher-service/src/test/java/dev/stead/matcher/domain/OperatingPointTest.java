package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stead.matcher.domain.Decision.Ambiguous;
import dev.stead.matcher.domain.Decision.Identified;
import dev.stead.matcher.domain.Decision.NotIdentified;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperatingPointTest {
    private static final OperatingPoint POINT = new OperatingPoint(0.55f, 0.05f);
    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId BOB = new SubjectId("bob");

    @Test
    void nobodyIsIdentifiedInAnEmptyGallery() {
        assertThat(POINT.decide(list())).isEqualTo(new NotIdentified());
    }

    @Test
    void nobodyIsIdentifiedBelowTheThreshold() {
        assertThat(POINT.decide(list(new Candidate(ADA, 0.5499f)))).isEqualTo(new NotIdentified());
    }

    @Test
    void theThresholdItselfSuffices() {
        assertThat(POINT.decide(list(new Candidate(ADA, 0.55f)))).isEqualTo(new Identified(ADA));
    }

    @Test
    void twoSubjectsWithinTheMarginAreAmbiguousEvenIfOneIsBelowTheThreshold() {
        assertThat(POINT.decide(list(new Candidate(ADA, 0.56f), new Candidate(BOB, 0.54f))))
                .isEqualTo(new Ambiguous());
    }

    @Test
    void aLeadOfTheMarginSuffices() {
        assertThat(POINT.decide(list(new Candidate(ADA, 0.75f), new Candidate(BOB, 0.5f))))
                .isEqualTo(new Identified(ADA));
    }

    @Test
    void severalTemplatesOfOneSubjectAreOneCandidate() {
        CandidateList list = list(new Candidate(ADA, 0.71f), new Candidate(ADA, 0.7f), new Candidate(BOB, 0.3f));

        assertThat(list.candidates()).extracting(Candidate::subject).containsExactly(ADA, BOB);
        assertThat(POINT.decide(list)).isEqualTo(new Identified(ADA));
    }

    @Test
    void anEarlyDecisionNeedsMoreThanALastOne() {
        CandidateList list = list(new Candidate(ADA, 0.58f));

        assertThat(POINT.decide(list)).isEqualTo(new Identified(ADA));
        assertThat(POINT.early().decide(list)).isEqualTo(new NotIdentified());
    }

    @Test
    void candidatesOfTwoShardsMergeToOneList() {
        CandidateList merged = CandidateList.of(Stream.of(new Candidate(ADA, 0.6f)), 7)
                .merge(CandidateList.of(Stream.of(new Candidate(BOB, 0.8f), new Candidate(ADA, 0.4f)), 5));

        assertThat(merged.candidates()).containsExactly(new Candidate(BOB, 0.8f), new Candidate(ADA, 0.6f));
        assertThat(merged.epoch()).isEqualTo(5);
    }

    @Test
    void aLeadJustUnderTheMarginIsAmbiguous() {
        assertThat(new OperatingPoint(0.5f, 0.25f).decide(list(new Candidate(ADA, 0.75f), new Candidate(BOB, 0.5f))))
                .isEqualTo(new Identified(ADA));
        assertThat(new OperatingPoint(0.5f, 0.25f).decide(list(new Candidate(ADA, 0.75f), new Candidate(BOB, 0.51f))))
                .isEqualTo(new Ambiguous());
    }

    @Test
    void thePointsAtTheEdgesCanBeBuilt() {
        assertThat(new OperatingPoint(1, 0).early()).isEqualTo(new OperatingPoint(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new OperatingPoint(0.5f, 1));
    }

    @Test
    void equallySimilarSubjectsComeInTheOrderOfTheirIds() {
        assertThat(list(new Candidate(BOB, 0.5f), new Candidate(ADA, 0.5f)).candidates())
                .extracting(Candidate::subject)
                .containsExactly(ADA, BOB);
    }

    @Test
    void theBestIsTheFirstAndTheRunnerUpIsSomebodyElse() {
        CandidateList list = list(new Candidate(BOB, 0.5f), new Candidate(ADA, 0.7f));

        assertThat(list.best()).contains(new Candidate(ADA, 0.7f));
        assertThat(list.without(ADA::equals).best()).contains(new Candidate(BOB, 0.5f));
        assertThat(list.without(BOB::equals).best()).contains(new Candidate(ADA, 0.7f));
        assertThat(list().best()).isEmpty();
    }

    @Test
    void impossiblePointsCannotBeBuilt() {
        for (float bad : new float[] {0, -0.1f, 1.1f, Float.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new OperatingPoint(bad, 0));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new OperatingPoint(0.5f, -0.1f));
    }

    private static CandidateList list(Candidate... candidates) {
        return CandidateList.of(List.of(candidates).stream(), 1);
    }
}

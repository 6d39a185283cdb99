package dev.stead.matcher.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchAgreementTest {
    private static final double Z = 1.959964;

    /** Wilson's: the shares of which what was seen is just 1.96 of their own deviations away. */
    @ParameterizedTest
    @CsvSource({"98, 100", "0, 10", "10, 10", "1998, 2000", "1, 2", "1000, 2000"})
    void intervalHasTheSharesThatWhatWasSeenDoesNotContradict(int same, int searches) {
        var agreement = new SearchAgreement(searches, same);
        double seen = (double) same / searches;
        for (double end : new double[] {agreement.least(), agreement.most()}) {
            double deviation = Math.sqrt(end * (1 - end) / searches);
            assertThat(Math.abs(seen - end)).as("%s to %.6f", agreement, end).isCloseTo(Z * deviation, within(1e-9));
        }
        assertThat(agreement.share()).isBetween(agreement.least(), agreement.most());
        assertThat(agreement.least()).isLessThan(agreement.most());
    }

    @Test
    void whatAlwaysAgreedMayBeWhatIsWanted() {
        assertThat(new SearchAgreement(2_000, 2_000).most()).isOne();
        assertThat(new SearchAgreement(7, 0).least()).isZero();
    }

    @Test
    void nothingIsKnownBeforeTheFirstAudit() {
        assertThat(SearchAgreement.NONE.share()).isNaN();
        assertThat(SearchAgreement.NONE.least()).isZero();
        assertThat(SearchAgreement.NONE.most()).isOne();
        assertThat(SearchAgreement.NONE.fallsShortOf(1)).isFalse();
    }

    @Test
    void oneOrTwoThatDifferAreNoEvidence() {
        assertThat(new SearchAgreement(50, 48).most()).isLessThan(0.9999);
        assertThat(new SearchAgreement(50, 48).fallsShortOf(0.9999)).isFalse();
        assertThat(new SearchAgreement(50, 47).fallsShortOf(0.9999)).isTrue();
    }

    @Test
    void threeThatDifferAreNoneOfAShareThatAllowsThem() {
        assertThat(new SearchAgreement(2_000, 1_997).fallsShortOf(0.999)).isFalse();
        assertThat(new SearchAgreement(2_000, 1_997).fallsShortOf(0.9999)).isTrue();
        assertThat(new SearchAgreement(2_000, 1_000).fallsShortOf(0.9)).isTrue();
    }

    @Test
    void moreThanAllCannotAgree() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SearchAgreement(1, 2));
    }

    @Test
    void windowHoldsTheLastSearches() {
        long seed = 14;
        var random = new Random(seed);
        var window = new AgreementWindow();
        var last = new ArrayDeque<Boolean>();
        for (int i = 0; i < 3 * AgreementWindow.SEARCHES + 7; i++) {
            boolean same = random.nextInt(4) > 0;
            window.add(same);
            last.add(same);
            if (last.size() > AgreementWindow.SEARCHES) {
                last.remove();
            }
            if (i % 97 == 0 || i >= 3 * AgreementWindow.SEARCHES) {
                int agreed = (int) last.stream().filter(it -> it).count();
                assertThat(window.agreement())
                        .as("seed %d after %d", seed, i + 1)
                        .isEqualTo(new SearchAgreement(last.size(), agreed));
            }
        }
        window.clear();
        assertThat(window.agreement()).isEqualTo(SearchAgreement.NONE);
        window.add(false);
        assertThat(window.agreement()).isEqualTo(new SearchAgreement(1, 0));
    }
}

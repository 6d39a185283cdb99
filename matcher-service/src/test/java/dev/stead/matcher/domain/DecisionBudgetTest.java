package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.Decision.Ambiguous;
import dev.stead.matcher.domain.Decision.Identified;
import dev.stead.matcher.domain.Decision.NotIdentified;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.limit.DecisionCounts.Kind;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.testing.Directions;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MapGallery;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Repeats;
import dev.stead.matcher.testing.SettableClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a decision costs whom, and what a spent budget looks like. Ada is enrolled, and probes are made at a chosen similarity to her. */
class DecisionBudgetTest {
    private static final SubjectId ADA = new SubjectId("ada");
    private static final Allowance PLENTY = new Allowance(1_000, 1_000, 1_000, 1_000, 1_000);
    private static final double CLEAR = 0.9;

    private final MapGallery gallery = new MapGallery(MatcherBed.PEOPLE);
    private final SettableClock clock = new SettableClock();
    private final MapDecisionCounts counts = new MapDecisionCounts();
    private final Directions directions = new Directions(Faces.DIMENSION, new Random(3));
    private final float[] ada = directions.any();
    private final List<CountedBudget> budgets = new ArrayList<>();
    private long nonces;

    @BeforeEach
    void enrolAda() {
        enrol(ADA, ada);
    }

    @Test
    void aSpentSubjectLooksLikeAStrangerAtTheTerminalThatSpentIt() {
        Identifier identifier = identifier(new Allowance(1_000, 1_000, 2, 1_000, 1_000));
        assertThat(identify(identifier, "t-1", CLEAR)).isEqualTo(new Identified(ADA));
        assertThat(identify(identifier, "t-1", CLEAR)).isEqualTo(new Identified(ADA));

        assertThat(identify(identifier, "t-1", CLEAR)).isEqualTo(new NotIdentified());
        assertThat(identifier.identify(begin(identifier, "t-1"), probe(CLEAR), false))
                .as("as a stranger is asked for another frame")
                .isEmpty();
        assertThat(identify(identifier, "t-2", CLEAR)).as("another terminal").isEqualTo(new Identified(ADA));
    }

    @Test
    void allTerminalsTogetherIdentifyASubjectSoOftenADayAndTheNextDayAgain() {
        Identifier identifier = identifier(new Allowance(1_000, 1_000, 2, 1_000, 1_000));
        for (String terminal : List.of("t-1", "t-1", "t-2", "t-2", "t-3")) {
            assertThat(identify(identifier, terminal, CLEAR)).isEqualTo(new Identified(ADA));
        }

        assertThat(identify(identifier, "t-4", CLEAR)).isEqualTo(new NotIdentified());
        clock.advance(Duration.ofDays(1));
        assertThat(identify(identifier, "t-4", CLEAR)).isEqualTo(new Identified(ADA));
    }

    @Test
    void whatIsNearTheThresholdIsChargedAlsoWhenItIsRefusedAndWhatIsClearOrFarIsNot() {
        Identifier identifier = identifier(PLENTY);
        for (double similarity : new double[] {0.41, 0.54, 0.56, 0.64}) {
            identify(identifier, "t-1", similarity);
        }
        for (double similarity : new double[] {0.0, 0.38, 0.67, 0.9}) {
            identify(identifier, "t-1", similarity);
        }

        assertThat(identifier.identify(begin(identifier, "t-1"), probe(0.59), false))
                .isEmpty();
        assertThat(near()).isEqualTo(5);
    }

    @Test
    void anAmbiguousAnswerCostsBothOfThemTwice() {
        float[] eve = directions.at(0.52, ada);
        enrol(new SubjectId("eve"), eve);
        float[] between = Directions.sum(ada, eve);
        Identifier identifier = identifier(PLENTY);

        assertThat(identifier
                        .identify(begin(identifier, "t-1"), Directions.sample(between), true)
                        .orElseThrow())
                .isEqualTo(new Ambiguous());
        assertThat(near()).isEqualTo(4);
    }

    /** Whoever enrols somebody between the probe and the victim would else have them pay for what is told about the victim. */
    @Test
    void nobodyElseNearbyPaysForAVictim() {
        float[] probe = directions.at(0.53, ada);
        enrol(new SubjectId("sybil"), directions.at(0.54, probe));
        Identifier identifier = identifier(PLENTY);

        identifier.identify(begin(identifier, "t-1"), Directions.sample(probe), true);

        assertThat(near()).isEqualTo(2);
    }

    @Test
    void anEnrolmentWhoseNearAnswersAreSpentIdentifiesNobodyUntilItIsMadeAgain() {
        var budget = budget(new Allowance(1_000, 1_000, 1_000, 12, 1_000));
        Identifier identifier = identifier(budget);
        for (int terminal = 0; terminal < 6; terminal++) {
            identify(identifier, "t-" + terminal, 0.54);
            identify(identifier, "t-" + terminal, 0.54);
        }

        assertThat(identify(identifier, "t-9", CLEAR)).isEqualTo(new NotIdentified());
        CaptureSource phone = CaptureSource.phoneOf(ADA);
        assertThatThrownBy(() -> identifier.verify(identifier.begin(gallery, phone, nonce()), ADA, probe(CLEAR)))
                .as("the person may know")
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refused -> assertThat(refused.error()).isEqualTo(MatcherError.ENROLMENT_SPENT));
        clock.advance(Duration.ofDays(365));
        assertThat(identify(identifier, "t-9", CLEAR)).isEqualTo(new NotIdentified());
        budget.forget(gallery.config().id(), ADA);
        assertThat(identify(identifier, "t-9", CLEAR)).isEqualTo(new Identified(ADA));
    }

    @Test
    void oneTerminalCannotSpendTheNearAnswersOfAllOthers() {
        Identifier identifier = identifier(new Allowance(1_000, 1_000, 1_000, 12, 1_000));
        for (int i = 0; i < 50; i++) {
            identify(identifier, "t-1", 0.54);
        }

        assertThat(identify(identifier, "t-1", CLEAR)).isEqualTo(new NotIdentified());
        assertThat(identify(identifier, "t-2", CLEAR)).isEqualTo(new Identified(ADA));
    }

    @Test
    void manyRefusalsMakeATerminalWaitLongerEachTime() {
        Identifier identifier = identifier(new Allowance(1_000, 3, 1_000, 1_000, 1_000));
        for (int minutes = 1; minutes <= 4; minutes *= 2) {
            for (int i = 0; i < 3; i++) {
                assertThat(identify(identifier, "t-1", 0)).isEqualTo(new NotIdentified());
            }
            clock.advance(Duration.ofMinutes(minutes).minusSeconds(1));
            assertThatThrownBy(() -> identify(identifier, "t-1", CLEAR))
                    .isInstanceOfSatisfying(
                            MatcherException.class,
                            refused -> assertThat(refused.error()).isEqualTo(MatcherError.DECISION_BUDGET_SPENT));
            assertThat(identify(identifier, "t-2", CLEAR)).isEqualTo(new Identified(ADA));
            clock.advance(Duration.ofSeconds(1));
            assertThat(identify(identifier, "t-1", CLEAR)).isEqualTo(new Identified(ADA));
        }
        clock.advance(Duration.ofDays(2));
        for (int i = 0; i < 3; i++) {
            identify(identifier, "t-1", 0);
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(identify(identifier, "t-1", CLEAR)).as("forgiven").isEqualTo(new Identified(ADA));
    }

    private int near() {
        // What is counted is what was reserved; a budget that ends gives the rest back.
        budgets.forEach(CountedBudget::close);
        budgets.clear();
        return counts.total(Kind.NEAR);
    }

    private Decision identify(Identifier identifier, String terminal, double similarity) {
        return identifier
                .identify(begin(identifier, terminal), probe(similarity), true)
                .orElseThrow();
    }

    private Presentation begin(Identifier identifier, String terminal) {
        return identifier.begin(gallery, CaptureSource.terminal(terminal), nonce());
    }

    private Sample probe(double similarity) {
        return Directions.sample(directions.at(similarity, ada));
    }

    private void enrol(SubjectId subject, float[] template) {
        gallery.enrolAll(List.of(new Enrolment(
                subject, new Consent("1", Instant.EPOCH), List.of(Directions.sample(template)), clock.instant())));
    }

    private CaptureNonce nonce() {
        return CaptureNonce.of(ByteBuffer.allocate(16).putLong(++nonces).array());
    }

    private CountedBudget budget(Allowance allowance) {
        var budget = new CountedBudget(allowance, counts, clock);
        budgets.add(budget);
        return budget;
    }

    private Identifier identifier(Allowance allowance) {
        return identifier(budget(allowance));
    }

    private Identifier identifier(DecisionBudget budget) {
        return new Identifier(
                new RecentNonces(
                        Duration.ofMinutes(10), 1_000_000, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis())),
                budget,
                Repeats.counted(),
                new RecentVerifications(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis())),
                Rings.NONE);
    }
}

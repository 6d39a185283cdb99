package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.Decision.Ambiguous;
import dev.stead.matcher.domain.Decision.Identified;
import dev.stead.matcher.domain.Decision.NotIdentified;
import dev.stead.matcher.domain.Rings.Around;
import dev.stead.matcher.domain.Rings.Scope;
import dev.stead.matcher.domain.calibration.ThresholdCurve;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MapGallery;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Repeats;
import dev.stead.matcher.testing.SettableClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is identified when a probe is compared with few first. Each subject is an axis, and a probe is given by its cosines to them. The
 * thresholds are those of 5, 10, 40 and 1,000 subjects, and the ring of the terminal has few enough for the lowest two.
 */
class RingComparisonTest {
    private static final ThresholdCurve CURVE =
            new ThresholdCurve(Map.of(5, 0.38f, 10, 0.40f, 40, 0.46f, 1_000, 0.55f, 4_000, 0.6f));
    private static final SubjectId ADA = subject(0);
    private static final SubjectId BOB = subject(1);
    private static final SubjectId EVE = subject(2);
    private static final CaptureSource TERMINAL = CaptureSource.terminal("t-1");

    private final MapGallery gallery = new MapGallery(MatcherBed.PEOPLE);
    private Around around = around(Scope.RING_THEN_ALL, Set.of(ADA, BOB));
    private final Identifier identifier = new Identifier(
            new RecentNonces(Duration.ofMinutes(10), 10_000, () -> 0),
            MapDecisionCounts.endless(new SettableClock()),
            Repeats.counted(),
            new RecentVerifications(() -> 0),
            (_, _) -> around);
    private long nonces;
    private Presentation last = presentation();

    RingComparisonTest() {
        for (int i = 0; i < 12; i++) {
            gallery.enrol(Enrolments.request(), Enrolments.of("s-" + i, Enrolments.NOW, probe(Map.of(i, 1f))));
        }
        gallery.follow(CURVE);
    }

    @Test
    void aRingIdentifiesWhomEverybodyWouldNot() {
        assertThat(identify(Map.of(0, 0.42f))).isEqualTo(new Identified(ADA));
        assertThat(last.identifiedIn()).contains(Rings.Kind.TERMINAL);

        around = around(Scope.ALL, Set.of(ADA, BOB));
        assertThat(identify(Map.of(0, 0.42f))).isEqualTo(new NotIdentified());
        assertThat(last.identifiedIn()).isEmpty();
    }

    @Test
    void whoeverIsNotInTheRingNeedsWhatEverybodyNeeds() {
        assertThat(identify(Map.of(2, 0.5f))).isEqualTo(new NotIdentified());
        assertThat(identify(Map.of(2, 0.7f))).isEqualTo(new Identified(EVE));
        assertThat(last.identifiedIn()).contains(Rings.Kind.ALL);
    }

    @Test
    void theRingsBestIsNobodyIfSomebodyOutsideIsAheadByTheMargin() {
        assertThat(identify(Map.of(0, 0.45f, 2, 0.51f))).isEqualTo(new NotIdentified());
        assertThat(identify(Map.of(0, 0.6f, 2, 0.7f))).isEqualTo(new Identified(EVE));
        assertThat(identify(Map.of(0, 0.45f, 2, 0.49f)))
                .as("less than the margin")
                .isEqualTo(new Identified(ADA));
    }

    @Test
    void twoInOneRingWithinTheMarginAreAmbiguous() {
        assertThat(identify(Map.of(0, 0.5f, 1, 0.48f))).isEqualTo(new Ambiguous());
        assertThat(identify(Map.of(0, 0.5f, 1, 0.44f))).isEqualTo(new Identified(ADA));
    }

    @Test
    void aWiderRingComesSecond() {
        around = new Around(
                Scope.RING_THEN_ALL,
                Optional.of(Set.of(ADA)),
                Optional.of(Set.of(ADA, EVE, subject(3), subject(4), subject(5))));
        // Five with a quarter of the chances are as twenty: about 0.43.
        assertThat(identify(Map.of(2, 0.45f))).isEqualTo(new Identified(EVE));
        assertThat(last.identifiedIn()).contains(Rings.Kind.WIDER);
        assertThat(identify(Map.of(2, 0.42f))).isEqualTo(new NotIdentified());
    }

    @Test
    void aRingOnlyComparesWithNobodyElse() {
        around = around(Scope.RING, Set.of(ADA, BOB));
        assertThat(identify(Map.of(2, 0.9f))).isEqualTo(new NotIdentified());
        assertThat(identify(Map.of(0, 0.39f, 2, 0.9f))).isEqualTo(new Identified(ADA));
        assertThat(near(Map.of(0, 0.39f, 2, 0.6f))).as("of Eve nothing is told").containsExactly(ADA);

        around = around(Scope.RING, Set.of());
        assertThat(identify(Map.of(0, 0.9f))).isEqualTo(new NotIdentified());
    }

    @Test
    void aRingThatMustBeKnownAndIsNotIsAnError() {
        around = new Around(Scope.RING, Optional.empty(), Optional.empty());
        assertThatThrownBy(this::presentation)
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refused -> assertThat(refused.error()).isEqualTo(MatcherError.RING_UNKNOWN));

        around = new Around(Scope.RING_THEN_ALL, Optional.empty(), Optional.empty());
        assertThat(identify(Map.of(0, 0.56f))).isEqualTo(new Identified(ADA));
        assertThat(last.identifiedIn()).contains(Rings.Kind.ALL);
    }

    @Test
    void whatIsNearIsChargedInEveryRingOnce() {
        around = around(Scope.RING_THEN_ALL, Set.of(ADA));
        assertThat(near(Map.of(0, 0.41f, 2, 0.44f))).containsExactly(ADA, EVE);
        assertThat(near(Map.of(0, 0.3f))).as("near to the ring's threshold").containsExactly(ADA);
        assertThat(near(Map.of(0, 0.2f))).isEmpty();
    }

    @Test
    void lookAlikesOnRecordAreAmbiguousAlsoIfOneIsInTheRing() {
        var twins = new LookAlikes(Optional.of("o-1"), List.of(new LookAlike(ADA, "twins")));
        SubjectId twin = subject(20);
        gallery.enrol(
                Enrolments.request(),
                new Enrolment(twin, Enrolments.CONSENT, List.of(probe(Map.of(0, 0.9f))), Enrolments.NOW, twins));
        assertThat(identify(Map.of(0, 0.7f))).isEqualTo(new Ambiguous());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "1, 1", "5, 3", "5, 60", "0, 60", "60, 70"})
    void theChancesOfAllComparisonsAreThoseOfOne(int terminal, int wider) {
        var whole = new ThresholdCurve(Map.of(1, 0.0001f, 1_000_000, 1f));
        gallery.follow(whole);
        List<Comparison> all = Comparison.of(
                gallery, new Around(Scope.RING_THEN_ALL, Optional.of(people(terminal)), Optional.of(people(wider))));

        double parts = all.stream()
                .mapToDouble(one -> {
                    long size = Math.max(5, one.kind() == Rings.Kind.ALL ? 500 : one.size(gallery));
                    // Of this curve, the threshold says of how many it is.
                    double asked = Math.pow(1_000_000, (one.point().threshold() - 0.0001) / 0.9999);
                    return one.kind() == Rings.Kind.ALL ? 0 : size / asked;
                })
                .sum();
        assertThat(parts).isLessThan(0.76);
        assertThat(all.getLast().kind()).isEqualTo(Rings.Kind.ALL);
        assertThat(all.getLast().point().threshold())
                .isGreaterThanOrEqualTo(gallery.operatingPoint().threshold());
        assertThat(all).hasSizeLessThanOrEqualTo(3);
    }

    /** Similarities to strangers are normal, so the threshold for each number of subjects is known. */
    @Test
    void strangersAreIdentifiedAsOftenAsWasAsked() {
        double target = 0.05;
        var thresholds = IntStream.of(5, 20, 40, 100, 400, 500, 2_000).boxed().collect(Collectors.toMap(n -> n, n ->
                (float) (quantile(Math.pow(1 - target, 1.0 / n)) / Math.sqrt(128))));
        var town = new MapGallery(MatcherBed.PEOPLE);
        var random = new Random(14);
        for (int i = 0; i < 500; i++) {
            town.enrol(Enrolments.request(), Enrolments.of("s-" + i, Enrolments.NOW, direction(random)));
        }
        town.follow(new ThresholdCurve(thresholds));
        around = new Around(Scope.RING_THEN_ALL, Optional.of(people(20)), Optional.of(people(100)));

        int strangers = 3_000;
        long taken = Stream.generate(() -> direction(random))
                .limit(strangers)
                .filter(stranger -> !(identifier
                                .identify(identifier.begin(town, TERMINAL, nonce()), stranger, true)
                                .orElseThrow()
                        instanceof NotIdentified))
                .count();

        // It falls short since whoever is in a ring is also in the next.
        assertThat((double) taken / strangers).isBetween(target / 2, target);
    }

    private Decision identify(Map<Integer, Float> cosines) {
        last = presentation();
        return identifier.identify(last, probe(cosines), true).orElseThrow();
    }

    private Set<SubjectId> near(Map<Integer, Float> cosines) {
        return new StepwiseSearch(new LookAlikeJudge(new RecentVerifications(() -> 0)))
                .search(
                        gallery,
                        Comparison.of(gallery, around),
                        new Probe(probe(cosines).embedding()),
                        false)
                .near();
    }

    private Presentation presentation() {
        return identifier.begin(gallery, TERMINAL, nonce());
    }

    private CaptureNonce nonce() {
        return CaptureNonce.of(ByteBuffer.allocate(16).putLong(++nonces).array());
    }

    private static Around around(Scope scope, Set<SubjectId> terminal) {
        return new Around(scope, Optional.of(terminal), Optional.empty());
    }

    private static SubjectId subject(int number) {
        return new SubjectId("s-" + number);
    }

    private static Set<SubjectId> people(int many) {
        return IntStream.range(0, many).mapToObj(RingComparisonTest::subject).collect(Collectors.toSet());
    }

    /** With these cosines to the axes; what is missing to length 1 lies on the last axis, which is nobody's. */
    private static Sample probe(Map<Integer, Float> cosines) {
        float[] values = new float[Faces.DIMENSION];
        double rest = 1;
        for (Map.Entry<Integer, Float> one : cosines.entrySet()) {
            values[one.getKey()] = one.getValue();
            rest -= one.getValue() * one.getValue();
        }
        values[values.length - 1] = (float) Math.sqrt(Math.max(0, rest));
        return new Sample(Faces.MODEL, Embedding.normalised(values), new Quality(80));
    }

    private static Sample direction(Random random) {
        float[] values = new float[Faces.DIMENSION];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Sample(Faces.MODEL, Embedding.normalised(values), new Quality(80));
    }

    /** Of the normal distribution, by bisection of its Taylor series. */
    private static double quantile(double probability) {
        double low = -8;
        double high = 8;
        while (high - low > 1e-9) {
            double middle = (low + high) / 2;
            if (below(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double below(double deviations) {
        double term = deviations;
        double sum = deviations;
        for (int k = 1; k < 200; k++) {
            term *= deviations * deviations / (2 * k + 1);
            sum += term;
        }
        return 0.5 + sum * Math.exp(-deviations * deviations / 2) / Math.sqrt(2 * Math.PI);
    }
}

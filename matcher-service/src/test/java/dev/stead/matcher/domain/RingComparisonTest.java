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
        record(subject(20), face(0.9f));
        assertThat(identify(Map.of(0, 0.7f))).isEqualTo(new Ambiguous());
    }

    @Test
    void recordedLookAlikesTellNothingOfEachOther() {
        SubjectId twin = subject(20);
        Sample face = face(0.98f);
        gallery.enrol(Enrolments.request(), Enrolments.of("s-20", Enrolments.NOW, face));
        around = around(Scope.RING, Set.of(ADA, twin, BOB));
        assertThat(near(Map.of(0, 0.7f))).containsExactlyInAnyOrder(ADA, twin);

        record(twin, face);
        assertThat(near(Map.of(0, 0.7f))).as("clear of everybody else").isEmpty();
        assertThat(near(Map.of(0, 0.7f, 1, 0.68f))).contains(ADA, BOB).doesNotContain(twin);
    }

    /** Ada has 0.9 and her twin a little less, or more. */
    @Test
    void theOneOfTwoTwinsWhoWasVerifiedIsIdentified() {
        SubjectId twin = record(subject(20), face(0.98f));
        assertThat(judged(List.of(ADA), Map.of(0, 0.9f))).isEqualTo(new Identified(ADA));
        assertThat(judged(List.of(twin), Map.of(0, 0.9f))).isEqualTo(new Identified(twin));
        assertThat(judged(List.of(), Map.of(0, 0.9f))).isEqualTo(new Ambiguous());
        assertThat(judged(List.of(ADA, twin), Map.of(0, 0.9f))).isEqualTo(new Ambiguous());
        assertThat(judged(List.of(ADA), Map.of(0, 0.7f, 1, 0.68f)))
                .as("Bob, too")
                .isEqualTo(new Ambiguous());
    }

    @Test
    void aVerifiedTwinWhoIsNotTheBestOfTheOthersIsAmbiguous() {
        SubjectId twin = record(subject(20), face(0.5f));
        assertThat(judged(List.of(twin), Map.of(0, 0.8f, 2, 0.59f)))
                .as("Eve would be")
                .isEqualTo(new Ambiguous());
    }

    /** Of a twin of Ada's, on record. */
    private SubjectId record(SubjectId twin, Sample face) {
        var twins = new LookAlikes(Optional.of("o-1"), List.of(new LookAlike(ADA, "twins")));
        var enrolment = new Enrolment(twin, Enrolments.CONSENT, List.of(face), Enrolments.NOW, twins);
        if (gallery.find(twin).isPresent()) {
            gallery.erase(Enrolments.request(), new Eraser.ByOperator(twin));
        }
        gallery.enrol(Enrolments.request(), enrolment);
        return twin;
    }

    private Decision judged(List<SubjectId> verified, Map<Integer, Float> cosines) {
        var verifications = new RecentVerifications(() -> 0);
        verified.forEach(one -> verifications.remember(gallery.config().id(), one));
        around = around(Scope.ALL, Set.of());
        return new StepwiseSearch(new LookAlikeJudge(verifications))
                .search(
                        gallery,
                        Comparison.of(gallery, around),
                        new Probe(probe(cosines).embedding()),
                        false)
                .decision();
    }

    @Test
    void anAssertionHasTheRingAndItsSizeClass() {
        assertThat(identify(Map.of(0, 0.42f))).isEqualTo(new Identified(ADA));
        assertThat(among(ADA)).isEqualTo(new IdentityClaims.Among(Rings.Kind.TERMINAL, 2));
        assertThat(identify(Map.of(2, 0.7f))).isEqualTo(new Identified(EVE));
        assertThat(among(EVE)).isEqualTo(new IdentityClaims.Among(Rings.Kind.ALL, 12));
    }

    private IdentityClaims.Among among(SubjectId subject) {
        return last.claims(subject, IdentityClaims.Assurance.IDENTIFICATION, Enrolments.NOW)
                .flatMap(IdentityClaims::among)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 10", "10, 10", "11, 100", "100, 100", "101, 1000"})
    void aSizeClassIsThePowerOfTenThatIsNotSmaller(long subjects, long sizeClass) {
        assertThat(new IdentityClaims.Among(Rings.Kind.ALL, subjects).sizeClass())
                .isEqualTo(sizeClass);
    }

    @Test
    void inALargeGalleryAllGetTheWholeFpirOnlyIfNobodyIsComparedBefore() {
        var town = new MapGallery(MatcherBed.PEOPLE);
        for (int i = 0; i < 600; i++) {
            town.enrol(Enrolments.request(), Enrolments.of("s-" + i, Enrolments.NOW, face(0.5f)));
        }
        town.follow(CURVE);
        Optional<Set<SubjectId>> nobody = Optional.of(Set.of());
        Optional<Set<SubjectId>> two = Optional.of(Set.of(ADA, BOB));
        assertThat(pointOfAll(town, new Around(Scope.ALL, two, two))).isEqualTo(town.operatingPoint());
        assertThat(pointOfAll(town, new Around(Scope.RING_THEN_ALL, nobody, nobody)))
                .isEqualTo(town.operatingPoint());
        assertThat(pointOfAll(town, new Around(Scope.RING_THEN_ALL, two, two))).isEqualTo(town.operatingPoint(1_200));
        assertThat(pointOfAll(town, new Around(Scope.RING_THEN_ALL, two, Optional.of(people(3)))))
                .isEqualTo(town.operatingPoint(2_400));
    }

    private static OperatingPoint pointOfAll(Gallery town, Around rings) {
        return Comparison.of(town, rings).getLast().point();
    }

    /** By how many the thresholds are: of seven with a quarter of the chances, that of 28. */
    @ParameterizedTest
    @CsvSource({
        "RING_THEN_ALL, 0, 0, ALL:500",
        "ALL, 2, 7, ALL:500",
        "RING, 7, 9, TERMINAL:7",
        "RING_THEN_ALL, 7, 0, TERMINAL:14 ALL:500",
        "RING_THEN_ALL, 7, 7, TERMINAL:14 ALL:500",
        "RING_THEN_ALL, 0, 7, WIDER:14 ALL:500",
        "RING_THEN_ALL, 6, 7, TERMINAL:12 WIDER:28 ALL:500",
        "RING_THEN_ALL, 2, 200, TERMINAL:10 WIDER:800 ALL:500"
    })
    void eachComparisonHasThePointOfItsSizeAndItsPart(Scope scope, int terminal, int wider, String expected) {
        gallery.follow(new ThresholdCurve(Map.of(1, 0.0001f, 1_000_000, 1f)));
        var rings = new Around(scope, Optional.of(people(terminal)), Optional.of(people(wider)));
        assertThat(Comparison.of(gallery, rings).stream()
                        .map(one -> one.kind() + ":"
                                + Math.round(Math.pow(1_000_000, (one.point().threshold() - 0.0001) / 0.9999)))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
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
        return sample(cosines, Faces.DIMENSION - 1);
    }

    /** Of somebody with this cosine to Ada; their own lies on an axis of its own. */
    private static Sample face(float toAda) {
        return sample(Map.of(0, toAda), Faces.DIMENSION - 2);
    }

    private static Sample sample(Map<Integer, Float> cosines, int rest) {
        float[] values = new float[Faces.DIMENSION];
        double square = 1;
        for (Map.Entry<Integer, Float> one : cosines.entrySet()) {
            values[one.getKey()] = one.getValue();
            square -= one.getValue() * one.getValue();
        }
        values[rest] = (float) Math.sqrt(Math.max(0, square));
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

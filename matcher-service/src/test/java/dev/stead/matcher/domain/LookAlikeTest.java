package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.Decision.Ambiguous;
import dev.stead.matcher.domain.Decision.Identified;
import dev.stead.matcher.domain.Decision.NotIdentified;
import dev.stead.matcher.domain.Enroller.DuplicatePolicy;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MapGallery;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Repeats;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people with one face: who may enrol them, and what an identification then says. Eve looks like Ada; Bob like nobody. */
class LookAlikeTest {
    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId BOB = new SubjectId("bob");
    private static final SubjectId EVE = new SubjectId("eve");
    private static final CaptureSource TERMINAL = CaptureSource.terminal("t-1");

    private final Faces faces = new Faces(7);
    private final MapGallery gallery = new MapGallery(MatcherBed.PEOPLE);
    private final SettableClock clock = new SettableClock();
    private final CountedBudget budget = MapDecisionCounts.endless(clock);
    private final Enroller enroller =
            new Enroller(budget, DuplicatePolicy.REFUSE, Duration.ofDays(3), InstantSource.system());
    private final Identifier identifier = new Identifier(
            new RecentNonces(Duration.ofMinutes(10), 1_000, this::nanos),
            budget,
            Repeats.counted(),
            new RecentVerifications(this::nanos),
            Rings.NONE);
    private long nonces;

    @BeforeEach
    void enrolAdaAndBob() {
        enroller.enrol(gallery, request(), enrolment(ADA, sampleOfAda(), LookAlikes.NONE));
        enroller.enrol(gallery, request(), enrolment(BOB, faces.sample(2, 0), LookAlikes.NONE));
    }

    @Test
    void aPersonWhoLooksLikeAnotherIsHeldAndNotToldSo() {
        Subject eve = enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), LookAlikes.NONE));

        assertThat(eve.templates()).isOne();
        assertThat(gallery.held()).containsExactly(EVE);
    }

    @Test
    void anOperatorIsToldWhoItIsAndCanEnrolThemWithAReason() {
        assertThatThrownBy(() -> enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said())))
                .isInstanceOfSatisfying(MatcherException.class, refused -> {
                    assertThat(refused.error()).isEqualTo(MatcherError.WRONG_PERSON);
                    assertThat(refused.lookAlikes()).containsExactly(ADA);
                });

        enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA)));

        assertThat(gallery.lookAlikesOf(ADA)).containsExactly(EVE);
        assertThat(gallery.lookAlikesOf(EVE)).containsExactly(ADA);
    }

    @Test
    void nobodyButAnOperatorCanSaySo() {
        var named = List.of(new LookAlike(ADA, "twins"));

        assertRefused(() -> new LookAlikes(Optional.empty(), named), MatcherError.LOOK_ALIKE_NOT_ALLOWED);
    }

    @Test
    void onlyThoseWhoLookAlikeAndAreEnrolledCanBeNamedOnceEach() {
        assertRefused(
                () -> enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA, BOB))),
                MatcherError.LOOK_ALIKE_INVALID);
        assertRefused(
                () -> enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA, EVE))),
                MatcherError.LOOK_ALIKE_INVALID);
        assertRefused(
                () -> enroller.enrol(
                        gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA, new SubjectId("nobody")))),
                MatcherError.SUBJECT_UNKNOWN);
        assertRefused(() -> said(ADA, ADA), MatcherError.LOOK_ALIKE_INVALID);
        assertRefused(
                () -> said(IntStream.range(0, 9)
                        .mapToObj(n -> new SubjectId("s-" + n))
                        .toArray(SubjectId[]::new)),
                MatcherError.LOOK_ALIKE_INVALID);
        assertThat(gallery.find(EVE)).isEmpty();
    }

    @Test
    void namingOneDoesNotLetAnotherPass() {
        enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA)));
        var third = new SubjectId("third");

        assertThatThrownBy(() -> enroller.enrol(gallery, request(), enrolment(third, sampleOfEve(), said(ADA))))
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refused -> assertThat(refused.lookAlikes()).containsExactly(EVE));

        enroller.enrol(gallery, request(), enrolment(third, sampleOfEve(), said(ADA, EVE)));
        assertThat(gallery.lookAlikesOf(third)).containsExactlyInAnyOrder(ADA, EVE);
    }

    /** Four named twins with all the samples that one may enrol with, each of them more similar than somebody who is not named. */
    @Test
    void theTemplatesOfThoseWhoAreNamedDoNotHideAnother() {
        SubjectId[] named = IntStream.rangeClosed(0, 4)
                .mapToObj(twin -> twin == 0 ? ADA : new SubjectId("twin-" + twin))
                .toArray(SubjectId[]::new);
        for (int twin = 1; twin < named.length; twin++) {
            int first = twin * Enrolment.MAX_SAMPLES;
            gallery.enrolAll(List.of(enrolment(
                    named[twin],
                    IntStream.range(first, first + Enrolment.MAX_SAMPLES)
                            .mapToObj(take -> faces.sample(1, take))
                            .toList())));
        }
        var gus = new SubjectId("gus");
        gallery.enrolAll(List.of(enrolment(EVE, List.of(sampleOfEve())), enrolment(gus, List.of(partly(1, 0.5f, 4)))));

        for (ThrowingCallable asking : List.<ThrowingCallable>of(
                () -> enroller.enrol(gallery, request(), enrolment(new SubjectId("new"), sampleOfAda(), said(named))),
                () -> enroller.add(gallery, request(), new AddedSample(gus, sampleOfAda(), said(named))))) {
            assertThatThrownBy(asking)
                    .isInstanceOfSatisfying(
                            MatcherException.class,
                            refused -> assertThat(refused.lookAlikes()).containsExactly(EVE));
        }
    }

    @Test
    void aReasonIsALineOfText() {
        for (String reason : List.of("", " ", "two\nlines", "mark \u202E", "x".repeat(201))) {
            assertRefused(() -> new LookAlike(ADA, reason), MatcherError.LOOK_ALIKE_INVALID);
        }
        assertThat(new LookAlike(ADA, "x".repeat(200)).reason()).hasSize(200);
    }

    @Test
    void lookAlikesOfOneBatchAreEnrolledTogether() {
        var fay = new SubjectId("fay");
        var gil = new SubjectId("gil");
        List<Enrolment> batch = List.of(
                enrolment(new SubjectId("kim"), faces.sample(6, 0), said()),
                enrolment(fay, faces.sample(5, 0), said()),
                enrolment(gil, faces.sample(5, 1), said(fay)),
                enrolment(new SubjectId("hal"), faces.sample(5, 2), said(fay)));

        Map<Integer, MatcherException> refused = new BulkEnroller(budget, DuplicatePolicy.REFUSE).enrol(gallery, batch);

        assertThat(refused.keySet()).containsExactly(3);
        assertThat(refused.values())
                .flatExtracting(MatcherException::lookAlikes)
                .containsExactly(gil);
        assertThat(gallery.lookAlikesOf(fay)).containsExactly(gil);
    }

    @Test
    void aSampleMoreLikeALookAlikeIsAddedByAnOperatorWhoNamesThemAgain() {
        enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA)));

        assertRefused(
                () -> enroller.add(gallery, request(), new AddedSample(EVE, sampleOfAda(), said())),
                MatcherError.WRONG_PERSON);
        assertRefused(
                () -> enroller.add(gallery, request(), new AddedSample(EVE, sampleOfAda(), said(ADA, BOB))),
                MatcherError.LOOK_ALIKE_INVALID);
        assertRefused(
                () -> enroller.add(gallery, request(), new AddedSample(EVE, sampleOfAda(), said(ADA, EVE))),
                MatcherError.LOOK_ALIKE_INVALID);

        enroller.add(gallery, request(), new AddedSample(EVE, sampleOfAda(), said(ADA)));
        assertThat(gallery.find(EVE).orElseThrow().templates()).isEqualTo(2);
    }

    /** However clear the similarities are. */
    @Test
    void anIdentificationBetweenThemIsAmbiguousUntilOneIsErased() {
        assertThat(identify(sampleOfAda())).isEqualTo(new Identified(ADA));

        enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA)));

        assertThat(identify(sampleOfAda())).isEqualTo(new Ambiguous());
        assertThat(identify(sampleOfEve())).isEqualTo(new Ambiguous());
        assertThat(identify(faces.sample(2, 0))).as("of nobody's look-alike").isEqualTo(new Identified(BOB));
        assertThat(identify(faces.sample(99, 0))).as("of a stranger").isEqualTo(new NotIdentified());

        gallery.erase(request(), new Eraser.ByOperator(EVE));
        assertThat(identify(sampleOfAda())).isEqualTo(new Identified(ADA));
    }

    @Test
    void noFrameBeforeTheLastIdentifiesALookAlike() {
        enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA)));
        Presentation presentation = identifier.begin(gallery, TERMINAL, nonce());

        assertThat(identifier.identify(presentation, sampleOfAda(), false)).isEmpty();
        assertThat(identifier.identify(presentation, sampleOfAda(), true)).contains(new Ambiguous());
    }

    @Test
    void aVerificationDecidesBetweenThemOnceAndForMinutes() {
        enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA)));

        assertThat(verify(ADA, sampleOfAda())).isEqualTo(new Identified(ADA));
        assertThat(identify(sampleOfAda())).isEqualTo(new Identified(ADA));
        assertThat(identify(sampleOfAda())).as("a second time").isEqualTo(new Ambiguous());

        verify(ADA, sampleOfAda());
        clock.advance(RecentVerifications.MEMORY.plusSeconds(1));
        assertThat(identify(sampleOfAda())).as("too late").isEqualTo(new Ambiguous());
    }

    /** Eve's probe is closer to Ada's templates here, as it may be among twins. */
    @Test
    void theVerifiedOneIsIdentifiedEvenIfTheOtherIsMoreSimilar() {
        enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA)));
        verify(EVE, sampleOfEve());

        assertThat(identify(sampleOfAda())).isEqualTo(new Identified(EVE));
    }

    @Test
    void aVerificationOfBothOrAFailedOneDecidesNothing() {
        enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA)));
        assertThat(verify(ADA, faces.sample(99, 0))).isEqualTo(new NotIdentified());
        assertThat(identify(sampleOfAda())).isEqualTo(new Ambiguous());

        verify(ADA, sampleOfAda());
        verify(EVE, sampleOfEve());
        assertThat(identify(sampleOfAda())).isEqualTo(new Ambiguous());
    }

    @Test
    void aVerificationMakesNobodyOfAStranger() {
        enroller.enrol(gallery, request(), enrolment(EVE, sampleOfEve(), said(ADA)));
        verify(ADA, sampleOfAda());

        assertThat(identify(faces.sample(99, 0))).isEqualTo(new NotIdentified());
        assertThat(identify(faces.sample(2, 1))).isEqualTo(new Identified(BOB));
    }

    private Decision identify(Sample sample) {
        return identifier
                .identify(identifier.begin(gallery, TERMINAL, nonce()), sample, true)
                .orElseThrow();
    }

    private Decision verify(SubjectId subject, Sample sample) {
        return identifier.verify(identifier.begin(gallery, CaptureSource.phoneOf(subject), nonce()), subject, sample);
    }

    private Sample sampleOfAda() {
        return faces.sample(1, 0);
    }

    /** At a cosine of about 0.7 to Ada's. */
    private Sample sampleOfEve() {
        return new Sample(Faces.MODEL, Embedding.normalised(faces.between(1, 3)), new Quality(80));
    }

    /** A person with some of another. */
    private Sample partly(int one, float share, int other) {
        float[] values = faces.raw(other, 0);
        float[] more = faces.raw(one, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] += share * more[i];
        }
        return new Sample(Faces.MODEL, Embedding.normalised(values), new Quality(80));
    }

    private Enrolment enrolment(SubjectId subject, List<Sample> samples) {
        return new Enrolment(subject, new Consent("1", clock.instant()), samples, clock.instant(), LookAlikes.NONE);
    }

    private static LookAlikes said(SubjectId... named) {
        return new LookAlikes(
                Optional.of("o-1"),
                List.of(named).stream()
                        .map(one -> new LookAlike(one, "twins, both passports seen"))
                        .toList());
    }

    private Enrolment enrolment(SubjectId subject, Sample sample, LookAlikes lookAlikes) {
        return new Enrolment(subject, new Consent("1", clock.instant()), List.of(sample), clock.instant(), lookAlikes);
    }

    private CaptureNonce nonce() {
        return CaptureNonce.of(ByteBuffer.allocate(16).putLong(++nonces).array());
    }

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }

    private static void assertRefused(ThrowingCallable asking, MatcherError error) {
        assertThatThrownBy(asking)
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }
}

package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.Decision.Identified;
import dev.stead.matcher.domain.Decision.NotIdentified;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.CountedBudget.Allowance;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a presentation becomes a decision. */
class IdentifierTest {
    private static final CaptureSource TERMINAL = CaptureSource.terminal("t-1");
    private static final SubjectId ADA = new SubjectId("ada");

    private final Faces faces = new Faces(6);
    private final MapGallery gallery = new MapGallery(MatcherBed.PEOPLE);
    private final SettableClock clock = new SettableClock();
    private final Identifier identifier = identifier(MapDecisionCounts.ENDLESS, 1_000);
    private long nonces;

    @BeforeEach
    void enrolAda() {
        gallery.enrolAll(List.of(
                new Enrolment(ADA, new Consent("1", Instant.EPOCH), List.of(faces.sample(1, 0)), clock.instant())));
    }

    @Test
    void aClearFrameIsDecidedAtOnce() {
        assertThat(identifier.identify(begin(), faces.sample(1, 3), false)).contains(new Identified(ADA));
    }

    @Test
    void aStrangerIsDecidedAtTheLastFrame() {
        Presentation presentation = begin();

        assertThat(identifier.identify(presentation, faces.sample(9, 1), false)).isEmpty();
        assertThat(identifier.identify(presentation, faces.sample(9, 2), true)).contains(new NotIdentified());
    }

    @Test
    void aPresentationIsDecidedAfterTheMostFramesInAnyCase() {
        Presentation presentation = begin();
        for (int frame = 1; frame < Presentation.MAX_FRAMES; frame++) {
            assertThat(identifier.identify(presentation, faces.sample(9, frame), false))
                    .isEmpty();
        }

        assertThat(identifier.identify(presentation, faces.sample(9, 99), false))
                .contains(new NotIdentified());
    }

    /** Each frame alone is below the threshold; together they cancel their noise. */
    @Test
    void blurredFramesAreFusedUntilTheyAreCertain() {
        Presentation presentation = begin();
        Random noise = new Random(42);
        int frames = 0;
        Optional<Decision> decision = Optional.empty();
        while (decision.isEmpty()) {
            Sample blurred = blurred(noise);
            assertThat(gallery.config().operatingPoint().decide(gallery.search(new Probe(blurred.embedding()), 5)))
                    .isEqualTo(new NotIdentified());
            decision = identifier.identify(presentation, blurred, false);
            frames++;
        }

        assertThat(decision).contains(new Identified(ADA));
        assertThat(frames).isBetween(2, Presentation.MAX_FRAMES - 1);
    }

    @Test
    void betterFramesWeighMore() {
        Sample clear = new Sample(Faces.MODEL, faces.sample(1, 3).embedding(), new Quality(100));
        Sample blurred = new Sample(Faces.MODEL, blurred(new Random(3)).embedding(), new Quality(30));
        var fusion = new Presentation.Fusion();
        fusion.with(clear);

        Probe fused = fusion.with(blurred);

        assertThat(fused.embedding().similarityTo(clear.embedding())).isGreaterThan(0.9f);
        assertThat(fused.embedding().similarityTo(blurred.embedding())).isGreaterThan(0.4f);
    }

    /** Nobody is both: mixed with the frames before, theirs would be nobody's for a while. */
    @Test
    void somebodyElseWhoStepsUpBeginsAnew() {
        Presentation presentation = begin();
        for (int frame = 1; frame <= 5; frame++) {
            assertThat(identifier.identify(presentation, faces.sample(9, frame), false))
                    .isEmpty();
        }

        assertThat(identifier.identify(presentation, faces.sample(1, 3), false)).contains(new Identified(ADA));
    }

    @Test
    void somebodyElseWhoStepsUpGetsNoFurtherFrames() {
        Presentation presentation = begin();
        for (int frame = 1; frame < Presentation.MAX_FRAMES; frame++) {
            assertThat(identifier.identify(presentation, faces.sample(8 + frame % 2, frame), false))
                    .isEmpty();
        }

        assertThat(identifier.identify(presentation, faces.sample(8, 99), false))
                .contains(new NotIdentified());
    }

    @Test
    void aDecidedPresentationIsNeverAcceptedAgain() {
        CaptureNonce nonce = nonce();
        Presentation one = identifier.begin(gallery, TERMINAL, nonce);
        Presentation other = identifier.begin(gallery, TERMINAL, nonce);
        identifier.identify(one, faces.sample(1, 3), true);

        assertRefused(() -> identifier.begin(gallery, TERMINAL, nonce), MatcherError.NONCE_USED);
        assertRefused(() -> identifier.identify(other, faces.sample(1, 3), true), MatcherError.NONCE_USED);
        identifier.begin(gallery, CaptureSource.terminal("t-2"), nonce);
    }

    @Test
    void fullOfNoncesItRefusesRatherThanForgets() {
        Identifier small = identifier(MapDecisionCounts.ENDLESS, 2);
        small.identify(small.begin(gallery, TERMINAL, nonce()), faces.sample(1, 3), true);
        small.identify(small.begin(gallery, TERMINAL, nonce()), faces.sample(1, 3), true);
        Presentation third = small.begin(gallery, TERMINAL, nonce());

        assertRefused(() -> small.identify(third, faces.sample(1, 3), true), MatcherError.OVERLOADED);
        clock.advance(Duration.ofMinutes(11));
        assertThat(small.identify(third, faces.sample(1, 3), true)).contains(new Identified(ADA));
    }

    @Test
    void verificationComparesWithTheClaimedSubjectOnly() {
        CaptureSource phone = CaptureSource.phoneOf(ADA);

        assertThat(identifier.verify(identifier.begin(gallery, phone, nonce()), ADA, faces.sample(1, 3)))
                .isEqualTo(new Identified(ADA));
        assertThat(identifier.verify(identifier.begin(gallery, phone, nonce()), ADA, faces.sample(2, 3)))
                .isEqualTo(new NotIdentified());
        assertRefused(
                () -> identifier.verify(
                        identifier.begin(gallery, phone, nonce()), new SubjectId("bob"), faces.sample(2, 3)),
                MatcherError.SUBJECT_UNKNOWN);
    }

    /** A frame that is not the last costs as much as one that is: otherwise sixteen guesses cost one. */
    @Test
    void everyFrameIsPaidFor() {
        Identifier strict = identifier(new Allowance(2, 100, 100, 100, 1_000), 1_000);
        Presentation presentation = strict.begin(gallery, TERMINAL, nonce());
        strict.identify(presentation, faces.sample(9, 1), false);
        strict.identify(presentation, faces.sample(9, 2), false);

        assertRefused(
                () -> strict.identify(presentation, faces.sample(9, 3), false), MatcherError.DECISION_BUDGET_SPENT);
    }

    @Test
    void verificationsAreLimitedAsIdentificationsAre() {
        CaptureSource phone = CaptureSource.phoneOf(ADA);
        Identifier strict = identifier(new Allowance(1, 100, 100, 100, 1_000), 1_000);
        strict.verify(strict.begin(gallery, phone, nonce()), ADA, faces.sample(9, 3));

        assertRefused(
                () -> strict.verify(strict.begin(gallery, phone, nonce()), ADA, faces.sample(1, 3)),
                MatcherError.DECISION_BUDGET_SPENT);
    }

    @Test
    void aFrameOfAnotherModelIsRefused() {
        Sample good = faces.sample(1, 3);
        var foreign = new Sample(new ModelId("other@1"), good.embedding(), good.quality());

        assertRefused(() -> identifier.identify(begin(), foreign, true), MatcherError.MODEL_MISMATCH);
    }

    @Test
    void anAssertionStatesWhoWhereAndForAMinute() {
        CaptureNonce nonce = nonce();
        Presentation presentation = identifier.begin(gallery, TERMINAL, nonce);
        IdentityClaims claims = presentation
                .claims(ADA, IdentityClaims.Assurance.IDENTIFICATION, Instant.EPOCH)
                .orElseThrow();

        assertThat(claims)
                .isEqualTo(new IdentityClaims(
                        ADA,
                        TERMINAL,
                        MatcherBed.PEOPLE.id(),
                        gallery.generationOf(ADA).orElseThrow(),
                        nonce,
                        0,
                        IdentityClaims.Assurance.IDENTIFICATION,
                        Optional.empty(),
                        0,
                        Instant.EPOCH));
        assertThat(claims.expireTime()).isEqualTo(Instant.EPOCH.plusSeconds(60));
        assertThat(presentation.claims(new SubjectId("gone"), IdentityClaims.Assurance.IDENTIFICATION, Instant.EPOCH))
                .as("erased since the search")
                .isEmpty();
    }

    private Sample blurred(Random noise) {
        float[] values = faces.raw(1, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (2.5 * noise.nextGaussian());
        }
        return new Sample(Faces.MODEL, Embedding.normalised(values), new Quality(50));
    }

    private Presentation begin() {
        return identifier.begin(gallery, TERMINAL, nonce());
    }

    private CaptureNonce nonce() {
        return CaptureNonce.of(ByteBuffer.allocate(16).putLong(++nonces).array());
    }

    private Identifier identifier(Allowance allowance, long mostNonces) {
        return new Identifier(
                new RecentNonces(
                        Duration.ofMinutes(10), mostNonces, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis())),
                new CountedBudget(allowance, new MapDecisionCounts(), clock),
                Repeats.counted(),
                new RecentVerifications(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis())),
                Rings.NONE);
    }

    private static void assertRefused(ThrowingCallable asking, MatcherError error) {
        assertThatThrownBy(asking)
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }
}

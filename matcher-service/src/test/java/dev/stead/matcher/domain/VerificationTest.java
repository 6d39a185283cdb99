package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Decision.Identified;
import dev.stead.matcher.domain.Decision.NotIdentified;
import dev.stead.matcher.domain.calibration.ThresholdCurve;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What it takes to be taken for the one person whose phone it is. Ada is the first axis, and a sample is given by its cosine to her. */
class VerificationTest {
    private static final ThresholdCurve CURVE =
            new ThresholdCurve(Map.of(1, 0.34f, 5, 0.38f, 10, 0.41f, 500, 0.53f, 1_000, 0.55f));
    private static final SubjectId ADA = new SubjectId("ada");

    private final MapGallery gallery = new MapGallery(MatcherBed.PEOPLE);
    private final SettableClock clock = new SettableClock();
    private Identifier identifier = identifier(MapDecisionCounts.ENDLESS);
    private long nonces;

    VerificationTest() {
        gallery.enrol(Enrolments.request(), Enrolments.of("ada", Enrolments.NOW, sample(1)));
    }

    @Test
    void aPhonesCaptureNeedsLessThanOneThatIsComparedWithEverybody() {
        gallery.follow(CURVE);
        assertThat(verify(0.45f)).isEqualTo(new Identified(ADA));

        Presentation among = identifier.begin(gallery, CaptureSource.terminal("t-1"), nonce());
        assertThat(identifier.identify(among, sample(0.45f), true)).contains(new NotIdentified());
    }

    /** The next who holds the phone is often of the family, and whoever tries pictures tries many. */
    @Test
    void itNeedsAsMuchAsOneThatIsComparedWithTen() {
        gallery.follow(CURVE);
        assertThat(verify(0.42f)).isEqualTo(new Identified(ADA));
        assertThat(verify(0.40f)).isEqualTo(new NotIdentified());
    }

    @Test
    void aFixedThresholdIsThatOfAPhoneToo() {
        assertThat(verify(0.56f)).isEqualTo(new Identified(ADA));
        assertThat(verify(0.54f)).isEqualTo(new NotIdentified());
    }

    @Test
    void whatIsNearIsNearToTheThresholdOfOne() {
        // A phone has a sixth of them, and with the last everything is refused.
        identifier = identifier(new Allowance(1_000, 1_000, 1_000, 12, 1_000));
        gallery.follow(CURVE);
        for (int i = 0; i < 3; i++) {
            assertThat(verify(0.52f)).as("clear").isEqualTo(new Identified(ADA));
            assertThat(verify(0.25f)).as("far").isEqualTo(new NotIdentified());
        }
        assertThat(verify(0.45f)).as("near").isEqualTo(new Identified(ADA));
        assertThat(verify(0.35f)).as("near").isEqualTo(new NotIdentified());
        assertThat(verify(0.52f)).isEqualTo(new NotIdentified());
    }

    @Test
    void thePointIsReadOnceAndItsCalibrationAsserted() {
        gallery.follow(CURVE);
        Presentation presentation = begin();
        gallery.follow(ThresholdCurve.flat(0.9f));

        assertThat(identifier.verify(presentation, ADA, sample(0.45f))).isEqualTo(new Identified(ADA));
        assertThat(presentation.claims(ADA, IdentityClaims.Assurance.VERIFICATION, Enrolments.NOW))
                .hasValueSatisfying(claims -> assertThat(claims.calibration()).isOne());
        assertThat(verify(0.85f)).isEqualTo(new NotIdentified());
    }

    @Test
    void theProofOfAnErasureNeedsTheSame() {
        gallery.follow(CURVE);
        var eraser = new Eraser((_, _) -> Optional.empty(), identifier, MapDecisionCounts.endless(clock));
        Enrolments.assertRefused(
                () -> eraser.erase(gallery, Enrolments.request(), new Eraser.WithProof(ADA, sample(0.40f), nonce())),
                MatcherError.PROOF_FAILED);
        eraser.erase(gallery, Enrolments.request(), new Eraser.WithProof(ADA, sample(0.45f), nonce()));
        assertThat(gallery.find(ADA)).isEmpty();
    }

    private Decision verify(float cosine) {
        return identifier.verify(begin(), ADA, sample(cosine));
    }

    private Presentation begin() {
        return identifier.begin(gallery, CaptureSource.phoneOf(ADA), nonce());
    }

    private CaptureNonce nonce() {
        return CaptureNonce.of(ByteBuffer.allocate(16).putLong(++nonces).array());
    }

    private Identifier identifier(Allowance allowance) {
        return new Identifier(
                new RecentNonces(Duration.ofMinutes(10), 10_000, () -> 0),
                new CountedBudget(allowance, new MapDecisionCounts(), clock),
                Repeats.counted(),
                new RecentVerifications(() -> 0),
                Rings.NONE);
    }

    private static Sample sample(float toAda) {
        float[] values = new float[Faces.DIMENSION];
        values[0] = toAda;
        values[1] = (float) Math.sqrt(1 - toAda * toAda);
        return new Sample(Faces.MODEL, Embedding.normalised(values), new Quality(80));
    }
}

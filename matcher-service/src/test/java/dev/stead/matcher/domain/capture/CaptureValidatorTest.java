package dev.stead.matcher.domain.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.CaptureNonce;
import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.Presentation;
import dev.stead.matcher.domain.Rings;
import dev.stead.matcher.domain.capture.CaptureDevice.State;
import dev.stead.matcher.limit.OpenChallenges;
import dev.stead.matcher.testing.FakeCaptureDevices;
import dev.stead.matcher.testing.MapGallery;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.SigningDevice;
import dev.stead.mesh.capture.CaptureContext;
import dev.stead.mesh.capture.CapturedFrame;
import dev.stead.mesh.capture.PadEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A capture counts once, at its terminal, for its presentation, now. */
class CaptureValidatorTest {
    private static final Rings.Around AROUND = new Rings.Around(Rings.Scope.ALL, Optional.empty(), Optional.empty());
    private static final CaptureSource TILL = CaptureSource.terminal("till-1");
    private static final CapturedFrame FRAME = new CapturedFrame("some-model@1", new byte[2_048], 80, 1);
    private static final PadEvidence PAD = new PadEvidence("passive", 90, 1);

    private final SettableClock clock = new SettableClock();
    private final SigningDevice camera = SigningDevice.at("till-1", "cam-1");
    private final SigningDevice elsewhere = SigningDevice.at("till-2", "cam-2");
    private final FakeCaptureDevices devices =
            new FakeCaptureDevices().with(camera.registered()).with(elsewhere.registered());
    private final MapGallery gallery = new MapGallery(MatcherBed.PEOPLE);
    private final Challenges challenges = new OpenChallenges(clock, new Random(7));
    private final CaptureValidator validator = validator(CapturePolicy.REQUIRED, challenges);
    private long counter;

    @Test
    void aProvenFrameCounts() {
        Presentation presentation = presentation();

        assertThatCode(() -> check(presentation, proof(presentation))).doesNotThrowAnyException();
        assertThatCode(() -> check(presentation, proof(presentation))).doesNotThrowAnyException();
    }

    @Test
    void aFrameWithoutAProofCountsOnlyWhereNoneIsRequired() {
        refused(MatcherError.CAPTURE_PROOF_REQUIRED, () -> validator.check(presentation(), Optional.empty()));
        assertThatCode(() -> validator(CapturePolicy.OPTIONAL, challenges).check(presentation(), Optional.empty()))
                .doesNotThrowAnyException();
    }

    @Test
    void aWrongProofIsRefusedAlsoWhereNoneIsRequired() {
        Presentation presentation = presentation();
        Optional<CaptureProof> proof = Optional.of(signed(elsewhere, presentation, unsigned("cam-1")));

        refused(
                MatcherError.CAPTURE_PROOF_INVALID,
                () -> validator(CapturePolicy.OPTIONAL, challenges).check(presentation, proof));
    }

    @Test
    void aCaptureCountsOnce() {
        Presentation presentation = presentation();
        CaptureProof proof = proof(presentation);
        check(presentation, proof);

        refused(MatcherError.CAPTURE_COUNTER_USED, () -> check(presentation, proof));
    }

    @Test
    void aCaptureCountsForItsChallengeOnly() {
        CaptureProof proof = proof(presentation());

        refused(MatcherError.CAPTURE_PROOF_INVALID, () -> check(presentation(), proof));
    }

    @Test
    void aChallengeThatTheMatcherDidNotGiveIsUnknown() {
        var own = new Presentation(gallery, TILL, CaptureNonce.of(new byte[16]), AROUND);
        refused(MatcherError.CAPTURE_CHALLENGE_UNKNOWN, () -> check(own, proof(own)));

        var stolen = new Presentation(gallery, TILL, validator.challenge(CaptureSource.terminal("till-2")), AROUND);
        refused(MatcherError.CAPTURE_CHALLENGE_UNKNOWN, () -> check(stolen, proof(stolen)));
    }

    /** Another process is what the matcher is after a restart, and what each replica is. */
    @Test
    void aChallengeOfAnotherProcessIsUnknown() {
        Presentation before = presentation();
        CaptureValidator restarted = validator(CapturePolicy.REQUIRED, new OpenChallenges(clock, new Random(8)));

        refused(MatcherError.CAPTURE_CHALLENGE_UNKNOWN, () -> restarted.check(before, Optional.of(proof(before))));
    }

    @Test
    void aChallengeLivesForAMinute() {
        Presentation presentation = presentation();
        clock.advance(Duration.ofSeconds(60));
        check(presentation, proof(presentation));
        clock.advance(Duration.ofMillis(1));

        refused(MatcherError.CAPTURE_CHALLENGE_UNKNOWN, () -> check(presentation, proof(presentation)));
    }

    @Test
    void aTerminalThatAsksForVeryManyChallengesEndsItsOwnOldest() {
        Presentation first = presentation();
        for (int i = 0; i < 63; i++) {
            var _ = validator.challenge(TILL);
        }
        for (int i = 0; i < 1_000; i++) {
            var _ = validator.challenge(CaptureSource.terminal("till-9"));
        }
        check(first, proof(first));
        var _ = validator.challenge(TILL);

        refused(MatcherError.CAPTURE_CHALLENGE_UNKNOWN, () -> check(first, proof(first)));
    }

    @Test
    void theClockOfADeviceMayBeAMinuteOff() {
        Presentation presentation = presentation();
        for (Duration off : List.of(Duration.ofSeconds(60), Duration.ofSeconds(-60))) {
            check(
                    presentation,
                    signed(
                            camera,
                            presentation,
                            unsigned("cam-1", clock.instant().plus(off))));
        }
        for (Duration off : List.of(Duration.ofMillis(60_001), Duration.ofMillis(-60_001), Duration.ofDays(1))) {
            var proof = signed(
                    camera, presentation, unsigned("cam-1", clock.instant().plus(off)));
            refused(MatcherError.CAPTURE_TIME_OFF, () -> check(presentation, proof));
        }
        var never = signed(camera, presentation, unsigned("cam-1", Instant.MIN));
        refused(MatcherError.CAPTURE_TIME_OFF, () -> check(presentation, never));
    }

    @Test
    void aDeviceThatIsNotActiveAtThisTerminalGetsNoAnswer() {
        Presentation presentation = presentation();
        devices.with(camera.as(State.SUSPENDED));
        refused(MatcherError.CAPTURE_DEVICE_SUSPENDED, () -> check(presentation, proof(presentation)));

        devices.with(camera.as(State.RETIRED));
        refused(MatcherError.CAPTURE_DEVICE_UNKNOWN, () -> check(presentation, proof(presentation)));

        SigningDevice unregistered = SigningDevice.at("till-1", "cam-9");
        refused(
                MatcherError.CAPTURE_DEVICE_UNKNOWN,
                () -> check(presentation, signed(unregistered, presentation, unsigned("cam-9"))));
        refused(
                MatcherError.CAPTURE_DEVICE_UNKNOWN,
                () -> check(presentation, signed(elsewhere, presentation, unsigned("cam-2"))));
    }

    @Test
    void twoPeopleBeforeTheCameraAreAnsweredAsSuch() {
        Presentation presentation = presentation();
        CaptureProof one = unsigned("cam-1");
        var frame = new CapturedFrame(FRAME.model(), FRAME.embedding(), FRAME.quality(), 2);
        CaptureProof two = signed(camera, presentation, with(one, frame, one.counter(), one.time(), one.pad()));

        refused(MatcherError.MORE_THAN_ONE_FACE, () -> check(presentation, two));
    }

    @Test
    void whoHasNoKeyCannotMoveTheCounter() {
        Presentation presentation = presentation();
        CaptureProof far = with(unsigned("cam-1"), FRAME, Long.MAX_VALUE, clock.instant(), PAD);
        refused(MatcherError.CAPTURE_PROOF_INVALID, () -> check(presentation, signed(elsewhere, presentation, far)));

        check(presentation, proof(presentation));
    }

    @Test
    void aProofWithNumbersThatCannotBeIsNone() {
        CaptureProof good = unsigned("cam-1");
        var nobody = new CapturedFrame(FRAME.model(), FRAME.embedding(), FRAME.quality(), 0);

        refused(MatcherError.CAPTURE_PROOF_INVALID, () -> with(good, nobody, 1, good.time(), PAD));
        refused(MatcherError.CAPTURE_PROOF_INVALID, () -> with(good, FRAME, 0, good.time(), PAD));
        for (int band : new int[] {-1, 101}) {
            refused(
                    MatcherError.CAPTURE_PROOF_INVALID,
                    () -> with(good, FRAME, 1, good.time(), new PadEvidence("passive", band, 1)));
        }
    }

    /** X2-X4: replayed, tampered and moved. Each case differs from what the device signed, or comes a second time. */
    @Test
    void tenThousandForgedCapturesAreRefused() {
        long seed = 20_261_127;
        Random random = new Random(seed);
        List<Forgery> accepted = new ArrayList<>();
        for (int i = 0; i < 10_000; i += 20) {
            clock.advance(Duration.ofSeconds(3));
            Presentation presentation = presentation();
            CaptureProof signed = proof(presentation);
            for (int forged = 0; forged < 19; forged++) {
                Forgery forgery = Forgery.values()[random.nextInt(Forgery.values().length)];
                if (isAccepted(forged(forgery, presentation, signed, random))) {
                    accepted.add(forgery);
                }
            }
            check(presentation, signed);
            assertThat(isAccepted(new Attempt(presentation, signed)))
                    .as("replayed")
                    .isFalse();
        }
        assertThat(accepted).as("seed %d", seed).isEmpty();
    }

    /** What an attacker changes of a signed capture. */
    private enum Forgery {
        DEVICE,
        TERMINAL,
        GALLERY,
        CHALLENGE,
        COUNTER,
        TIME,
        MODEL,
        EMBEDDING,
        QUALITY,
        FACE_COUNT,
        PAD_METHOD,
        PAD_SCORE,
        PAD_LEVEL,
        SIGNATURE,
        KEY
    }

    private record Attempt(Presentation presentation, CaptureProof proof) {}

    private Attempt forged(Forgery forgery, Presentation presentation, CaptureProof signed, Random random) {
        CaptureProof proof = switch (forgery) {
            case DEVICE -> named("cam-2", signed);
            case TERMINAL, GALLERY, CHALLENGE -> signed;
            case COUNTER -> with(signed, FRAME, signed.counter() + 1 + random.nextInt(1_000), signed.time(), PAD);
            case TIME ->
                with(signed, FRAME, signed.counter(), signed.time().plusNanos(1 + random.nextInt(1 << 30)), PAD);
            case MODEL -> of(signed, new CapturedFrame("other-model@1", FRAME.embedding(), 80, 1));
            case EMBEDDING -> of(signed, new CapturedFrame(FRAME.model(), flipped(FRAME.embedding(), random), 80, 1));
            case QUALITY -> of(signed, new CapturedFrame(FRAME.model(), FRAME.embedding(), random.nextInt(80), 1));
            case FACE_COUNT ->
                of(signed, new CapturedFrame(FRAME.model(), FRAME.embedding(), 80, 2 + random.nextInt(9)));
            case PAD_METHOD -> of(signed, new PadEvidence("other", 90, 1));
            case PAD_SCORE -> of(signed, new PadEvidence("passive", random.nextInt(90), 1));
            case PAD_LEVEL -> of(signed, new PadEvidence("passive", 90, 2 + random.nextInt(3)));
            case SIGNATURE ->
                new CaptureProof(
                        signed.deviceId(),
                        FRAME,
                        signed.counter(),
                        signed.time(),
                        PAD,
                        flipped(signed.signature(), random));
            case KEY -> signed(elsewhere, presentation, signed);
        };
        Presentation at = switch (forgery) {
            case TERMINAL -> {
                CaptureSource other = CaptureSource.terminal("till-2");
                yield new Presentation(gallery, other, challenges.issue(other), AROUND);
            }
            case GALLERY -> new Presentation(new MapGallery(MatcherBed.PALMS), TILL, presentation.nonce(), AROUND);
            case CHALLENGE -> presentation();
            default -> presentation;
        };
        return new Attempt(at, proof);
    }

    private boolean isAccepted(Attempt attempt) {
        try {
            check(attempt.presentation(), attempt.proof());
            return true;
        } catch (MatcherException refused) {
            return false;
        }
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] other = bytes.clone();
        other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
        return other;
    }

    private CaptureValidator validator(CapturePolicy policy, Challenges known) {
        return new CaptureValidator(policy, devices, known, clock);
    }

    private void check(Presentation presentation, CaptureProof proof) {
        validator.check(presentation, Optional.of(proof));
    }

    private Presentation presentation() {
        return new Presentation(gallery, TILL, challenges.issue(TILL), AROUND);
    }

    private CaptureProof proof(Presentation presentation) {
        return signed(camera, presentation, unsigned("cam-1"));
    }

    private static CaptureProof signed(SigningDevice device, Presentation presentation, CaptureProof unsigned) {
        var context = new CaptureContext(
                unsigned.deviceId(), "till-1", "people", presentation.nonce().bytes());
        return device.sign(context, unsigned);
    }

    private CaptureProof unsigned(String deviceId) {
        return unsigned(deviceId, clock.instant());
    }

    private CaptureProof unsigned(String deviceId, Instant time) {
        counter++;
        return new CaptureProof(deviceId, FRAME, counter, time, PAD, new byte[0]);
    }

    private static CaptureProof named(String deviceId, CaptureProof of) {
        return new CaptureProof(deviceId, of.frame(), of.counter(), of.time(), of.pad(), of.signature());
    }

    private static CaptureProof of(CaptureProof of, CapturedFrame frame) {
        return with(of, frame, of.counter(), of.time(), of.pad());
    }

    private static CaptureProof of(CaptureProof of, PadEvidence pad) {
        return with(of, of.frame(), of.counter(), of.time(), pad);
    }

    private static CaptureProof with(
            CaptureProof of, CapturedFrame frame, long counter, Instant time, PadEvidence pad) {
        return new CaptureProof(of.deviceId(), frame, counter, time, pad, of.signature());
    }

    private static void refused(MatcherError error, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(error));
    }
}

package dev.stead.matcher.domain.capture;

import dev.stead.matcher.domain.CaptureNonce;
import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.Presentation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Use case: was this frame captured by a registered device, now, for this presentation? An embedding is bytes that anybody may hold; a
 * capture cannot be repeated, moved to another terminal or made without the device's key. Thread-safe; never blocks.
 */
public final class CaptureValidator {
    /** Between the clock of a device and the matcher's. */
    public static final Duration TOLERANCE = Duration.ofSeconds(60);

    private final CapturePolicy policy;
    private final CaptureDevices devices;
    private final Challenges challenges;
    private final InstantSource clock;

    public CaptureValidator(CapturePolicy policy, CaptureDevices devices, Challenges challenges, InstantSource clock) {
        this.policy = policy;
        this.devices = devices;
        this.challenges = challenges;
        this.clock = clock;
    }

    /** The nonce of the source's next presentation. */
    public CaptureNonce challenge(CaptureSource source) {
        return challenges.issue(source);
    }

    /** Refuses a frame of the presentation that is not proven. What a proof says of an attack is the presentation's from then on. */
    public void check(Presentation presentation, Optional<CaptureProof> given) {
        if (given.isPresent()) {
            check(presentation, given.get());
        } else if (policy.proof() == CapturePolicy.Proof.REQUIRED) {
            throw new MatcherException(
                    MatcherError.CAPTURE_PROOF_REQUIRED,
                    "this matcher takes only frames that a registered capture device has signed: send a proof");
        }
        presentation.rated(padBand(given));
    }

    /**
     * Whether the device takes the presentation for a person's, up to this frame: scores rise while it sees more. A frame without a proof
     * says nothing for a person.
     */
    public boolean isBonaFide(Optional<CaptureProof> given) {
        return padBand(given) >= policy.minPadBand();
    }

    private static int padBand(Optional<CaptureProof> given) {
        return given.map(proof -> proof.pad().band()).orElse(0);
    }

    /** Refuses a presentation in which no frame was. */
    public static MatcherException presentationAttack() {
        return new MatcherException(
                MatcherError.PRESENTATION_ATTACK_SUSPECTED,
                "the capture device's score is below what this matcher asks for: look at the camera again, or identify"
                        + " the person in another way");
    }

    /** What is cheap to find out goes first. The counter goes last: nobody without the key may move it. */
    private void check(Presentation presentation, CaptureProof proof) {
        CaptureDevice device = device(presentation.source(), proof.deviceId());
        if (!challenges.isOpen(presentation.source(), presentation.nonce())) {
            throw new MatcherException(
                    MatcherError.CAPTURE_CHALLENGE_UNKNOWN,
                    "capture_nonce must be a challenge that this matcher gave to this terminal within the last "
                            + Challenges.LIFETIME.toSeconds() + " s: begin again with the one in this answer");
        }
        if (Duration.between(proof.time(), clock.instant()).abs().compareTo(TOLERANCE) > 0) {
            throw new MatcherException(
                    MatcherError.CAPTURE_TIME_OFF,
                    "capture_time must be within " + TOLERANCE.toSeconds()
                            + " s of the matcher's clock: set the device's");
        }
        if (!proof.capture(presentation).isSignedBy(device.key(), proof.signature())) {
            throw CaptureProof.invalid("the signature is not the registered key's, or not over what was sent");
        }
        if (!devices.take(device, proof.counter())) {
            throw new MatcherException(
                    MatcherError.CAPTURE_COUNTER_USED,
                    "counter must be above every one that the device has used: if it is, another device has its key");
        }
        if (proof.frame().faceCount() > 1) {
            throw new MatcherException(
                    MatcherError.MORE_THAN_ONE_FACE,
                    "the camera saw " + proof.frame().faceCount() + " faces: one person at a time");
        }
    }

    private CaptureDevice device(CaptureSource source, String id) {
        CaptureDevice device = devices.find(id)
                .filter(known -> CaptureSource.terminal(known.terminalId()).equals(source))
                .filter(known -> known.state() != CaptureDevice.State.RETIRED)
                .orElseThrow(() -> new MatcherException(
                        MatcherError.CAPTURE_DEVICE_UNKNOWN,
                        "no capture device of this id is registered for this terminal: an operator registers it"));
        if (device.state() == CaptureDevice.State.SUSPENDED) {
            throw new MatcherException(
                    MatcherError.CAPTURE_DEVICE_SUSPENDED, "the capture device is suspended: ask the operator");
        }
        return device;
    }
}

package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.matcher.domain.capture.CapturePolicy;
import dev.stead.matcher.testing.BidiCall;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.testing.SigningDevice;
import dev.stead.matcher.v1.BeginPresentationRequest;
import dev.stead.matcher.v1.CaptureDevice;
import dev.stead.matcher.v1.CaptureDevice.State;
import dev.stead.matcher.v1.CaptureProof;
import dev.stead.matcher.v1.Decision;
import dev.stead.matcher.v1.GetCaptureDeviceRequest;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.matcher.v1.PadEvidence;
import dev.stead.matcher.v1.PutCaptureDeviceRequest;
import dev.stead.matcher.v1.Sample;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs on the wire, as a matcher takes them unless it is told otherwise. */
class CaptureCallsTest {
    private static final Caller OPERATOR = new Caller.Operator("o-1");
    private static final Caller TILL = new Caller.Terminal("till-1");

    private final Faces faces = new Faces(7);
    private final SigningDevice camera = SigningDevice.at("till-1", "cam-1");
    private MatcherBed bed;
    private Requests requests;
    private long counter;

    @BeforeEach
    void start(@TempDir Path folder) {
        start(folder, CapturePolicy.REQUIRED);
    }

    private void start(Path folder, CapturePolicy policy) {
        bed = new MatcherBed(folder, MapDecisionCounts.ENDLESS, policy);
        requests = new Requests(faces, bed.clock.instant());
        bed.enrolment(OPERATOR).enrolSubject(requests.enrol("ada", 1).build());
        put(device(State.STATE_ACTIVE));
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void aStreamBringsAChallengeForEachPresentation() {
        try (var stream = open()) {
            ByteString first = stream.receive().getChallenge();
            stream.send(frame(1, first));
            IdentifyResponse decided = stream.receive();
            assertThat(decided.getDecision().hasIdentified()).isTrue();

            stream.send(frame(2, first));
            assertThat(reason(stream.receive())).isEqualTo("NONCE_USED");

            assertThat(decided.getChallenge()).isNotEqualTo(first).hasSize(16);
            stream.send(frame(3, decided.getChallenge()));
            assertThat(stream.receive().getDecision().hasIdentified()).isTrue();
        }
    }

    @Test
    void whoWaitedTooLongIsAnsweredWithAnotherChallenge() {
        try (var stream = open()) {
            ByteString first = stream.receive().getChallenge();
            bed.clock.advance(Duration.ofMinutes(5));
            stream.send(frame(1, first));
            IdentifyResponse refused = stream.receive();
            assertThat(reason(refused)).isEqualTo("CAPTURE_CHALLENGE_UNKNOWN");

            stream.send(frame(2, refused.getChallenge()));
            assertThat(stream.receive().getDecision().hasIdentified()).isTrue();
        }
    }

    @Test
    void aCaptureIsIdentifiedOnceWithAChallenge() {
        IdentifyOnceRequest request = once(challenge(), UnaryOperator.identity());

        assertThat(identifyOnce(request)).isTrue();
        refused("NONCE_USED", () -> identifyOnce(request));
    }

    @Test
    void numbersInTextFormAreSignedAsTheOthers() {
        IdentifyOnceRequest request = once(challenge(), UnaryOperator.identity());
        var sample = request.getSample().toBuilder();
        var floats = sample.getEmbeddingBuilder().getFloatsBuilder();
        for (float value : faces.raw(1, 5)) {
            floats.addValues(value);
        }
        assertThat(identifyOnce(request.toBuilder().setSample(sample).build())).isTrue();
    }

    /** X2: a capture of before a restart is worth nothing, nor is another of its numbers. */
    @Test
    void nothingOfBeforeARestartIsAccepted() {
        IdentifyOnceRequest unsent = once(challenge(), UnaryOperator.identity());
        IdentifyOnceRequest sent = once(challenge(), UnaryOperator.identity());
        assertThat(identifyOnce(sent)).isTrue();
        long used = counter;

        bed.restart();

        refused("CAPTURE_CHALLENGE_UNKNOWN", () -> identifyOnce(unsent));
        refused("CAPTURE_CHALLENGE_UNKNOWN", () -> identifyOnce(sent));
        counter = used - 1;
        refused("CAPTURE_COUNTER_USED", () -> identifyOnce(once(challenge(), UnaryOperator.identity())));
        assertThat(identifyOnce(once(challenge(), UnaryOperator.identity()))).isTrue();
    }

    @Test
    void aCaptureOfOneTerminalIsNoneOfAnother() {
        put(device(State.STATE_ACTIVE).toBuilder()
                .setDeviceId("cam-2")
                .setTerminalId("till-2")
                .build());
        IdentifyOnceRequest request = once(challenge(), UnaryOperator.identity());

        refused("CAPTURE_DEVICE_UNKNOWN", () -> identifyOnce(new Caller.Terminal("till-2"), request));
        refused(
                "CAPTURE_CHALLENGE_UNKNOWN",
                () -> identifyOnce(
                        new Caller.Terminal("till-2"),
                        request.toBuilder()
                                .setProof(request.getProof().toBuilder().setDeviceId("cam-2"))
                                .build()));
    }

    @Test
    void eachFieldThatIsNotAsItWasSignedIsRefused() {
        changed("CAPTURE_PROOF_INVALID", request -> request.getProofBuilder().setCounter(counter + 5));
        changed("CAPTURE_PROOF_INVALID", request -> request.getProofBuilder().setFaceCount(2));
        changed("CAPTURE_PROOF_INVALID", request -> request.getProofBuilder().setFaceCount(0));
        changed("CAPTURE_PROOF_INVALID", request -> request.getProofBuilder().setCounter(-1));
        changed("CAPTURE_PROOF_INVALID", request -> request.getProofBuilder().clearPad());
        changed(
                "CAPTURE_PROOF_INVALID",
                request -> request.getProofBuilder().getPadBuilder().setScoreBand(99));
        changed(
                "CAPTURE_PROOF_INVALID",
                request -> request.getProofBuilder().getPadBuilder().setMethod("not one word"));
        changed("CAPTURE_PROOF_INVALID", request -> request.getProofBuilder().clearSignature());
        changed("CAPTURE_PROOF_INVALID", request -> request.getProofBuilder().clearCaptureTime());
        changed(
                "CAPTURE_PROOF_INVALID",
                request -> request.getProofBuilder().getCaptureTimeBuilder().setNanos(2_000_000_000));
        changed(
                "CAPTURE_PROOF_INVALID",
                request -> request.getProofBuilder().getCaptureTimeBuilder().setNanos(77));
        changed("CAPTURE_PROOF_INVALID", request -> request.setGalleryId("palms"));
        changed("CAPTURE_PROOF_INVALID", request -> request.setCaptureNonce(challenge()));
        changed("CAPTURE_PROOF_INVALID", request -> request.getSampleBuilder().setQuality(100));
        changed("CAPTURE_PROOF_INVALID", request -> request.setSample(requests.sample(2, 1)));
        changed("CAPTURE_PROOF_REQUIRED", IdentifyOnceRequest.Builder::clearProof);
        changed("CAPTURE_DEVICE_UNKNOWN", request -> request.getProofBuilder().setDeviceId("cam-9"));
    }

    @Test
    void aSuspendedDeviceGetsNoAnswerUntilItIsActiveAgain() {
        put(device(State.STATE_SUSPENDED));
        refused("CAPTURE_DEVICE_SUSPENDED", () -> identifyOnce(once(challenge(), UnaryOperator.identity())));

        put(device(State.STATE_ACTIVE));
        assertThat(identifyOnce(once(challenge(), UnaryOperator.identity()))).isTrue();

        put(device(State.STATE_RETIRED));
        refused("CAPTURE_DEVICE_UNKNOWN", () -> identifyOnce(once(challenge(), UnaryOperator.identity())));
        refused("CAPTURE_DEVICE_INVALID", () -> put(device(State.STATE_ACTIVE)));
    }

    @Test
    void twoFacesAreAnsweredAsSuch() {
        refused("MORE_THAN_ONE_FACE", () -> identifyOnce(once(challenge(), proof -> proof.setFaceCount(2))));
    }

    @Test
    void whoMayBeAPictureIsNotIdentifiedWhereAScoreIsAskedFor(@TempDir Path other) {
        stop();
        start(other, new CapturePolicy(CapturePolicy.Proof.OPTIONAL, 50));

        refused("PRESENTATION_ATTACK_SUSPECTED", () -> identifyOnce(once(challenge(), scored(49))));
        refused("PRESENTATION_ATTACK_SUSPECTED", () -> identifyOnce(once(challenge(), CaptureProof.Builder::clearPad)));
        refused(
                "PRESENTATION_ATTACK_SUSPECTED",
                () -> identifyOnce(once(challenge(), UnaryOperator.identity()).toBuilder()
                        .clearProof()
                        .build()));
        assertThat(identifyOnce(once(challenge(), scored(50)))).isTrue();
    }

    /** The task service asks for more of it over more money. */
    @Test
    void anAssertionSaysHowWellThePersonWasSeen() throws ParseException {
        assertThat(pad(once(challenge(), scored(73)))).isEqualTo(73);
        assertThat(pad(once(challenge(), CaptureProof.Builder::clearPad))).isZero();
        try (var stream = open()) {
            ByteString challenge = stream.receive().getChallenge();
            stream.send(frame(1, challenge, false, scored(90)));
            assertThat(pad(stream.receive().getDecision())).isEqualTo(90);
        }
    }

    private int pad(IdentifyOnceRequest request) throws ParseException {
        return pad(bed.identification(TILL).identifyOnce(request).getDecision());
    }

    private static int pad(Decision decision) throws ParseException {
        return SignedJWT.parse(decision.getIdentified().getAssertion().getJws())
                .getJWTClaimsSet()
                .getIntegerClaim("pad");
    }

    /** A device sees depth only after a few frames. */
    @Test
    void aStreamGoesOnUntilTheScoreIsReachedOrTheLastFrameIsBelowIt(@TempDir Path other) {
        stop();
        start(other, new CapturePolicy(CapturePolicy.Proof.REQUIRED, 50));

        try (var stream = open()) {
            ByteString challenge = stream.receive().getChallenge();
            for (int sequence = 1; sequence <= 12; sequence++) {
                stream.send(frame(sequence, challenge, false, scored(40)));
                assertThat(stream.receive().hasMoreFramesNeeded()).isTrue();
            }
            stream.send(frame(13, challenge, true, scored(40)));
            assertThat(reason(stream.receive())).isEqualTo("PRESENTATION_ATTACK_SUSPECTED");

            stream.send(frame(14, challenge, false, scored(40)));
            assertThat(stream.receive().hasMoreFramesNeeded()).isTrue();
            stream.send(frame(15, challenge, true, scored(60)));
            assertThat(stream.receive().getDecision().hasIdentified()).isTrue();
        }
    }

    @Test
    void aDeviceIsRegisteredOnceForEachRequestId() {
        PutCaptureDeviceRequest request = putting(device(State.STATE_SUSPENDED));
        assertThat(bed.captureDevices(OPERATOR).putCaptureDevice(request).getDevice())
                .isEqualTo(device(State.STATE_SUSPENDED));
        put(device(State.STATE_ACTIVE));

        assertThat(bed.captureDevices(OPERATOR).putCaptureDevice(request).getDevice())
                .isEqualTo(device(State.STATE_SUSPENDED));
        assertThat(registered("cam-1")).isEqualTo(device(State.STATE_ACTIVE));
        refused(
                "REQUEST_ID_REUSED",
                () -> bed.captureDevices(OPERATOR)
                        .putCaptureDevice(request.toBuilder()
                                .setDevice(device(State.STATE_RETIRED))
                                .build()));
        bed.restart();
        assertThat(registered("cam-1")).isEqualTo(device(State.STATE_ACTIVE));
        refused("CAPTURE_DEVICE_UNKNOWN", () -> registered("cam-9"));
    }

    @Test
    void whatIsNoDeviceIsNotRegistered() {
        for (CaptureDevice bad : new CaptureDevice[] {
            device(State.STATE_UNSPECIFIED),
            device(State.STATE_ACTIVE).toBuilder().setDeviceId("").build(),
            device(State.STATE_ACTIVE).toBuilder().setDeviceId("a b").build(),
            device(State.STATE_ACTIVE).toBuilder().clearTerminalId().build(),
            device(State.STATE_ACTIVE).toBuilder().clearPublicKey().build(),
            device(State.STATE_ACTIVE).toBuilder()
                    .setPublicKey(ByteString.copyFromUtf8("key"))
                    .build()
        }) {
            refused("CAPTURE_DEVICE_INVALID", () -> put(bad));
        }
    }

    private void changed(String reason, Consumer<IdentifyOnceRequest.Builder> change) {
        IdentifyOnceRequest good = once(challenge(), UnaryOperator.identity());
        var request = good.toBuilder();
        change.accept(request);
        refused(reason, () -> identifyOnce(request.build()));
        assertThat(identifyOnce(good)).as("the untouched one").isTrue();
    }

    private boolean identifyOnce(IdentifyOnceRequest request) {
        return identifyOnce(TILL, request);
    }

    private boolean identifyOnce(Caller caller, IdentifyOnceRequest request) {
        return bed.identification(caller).identifyOnce(request).getDecision().hasIdentified();
    }

    private ByteString challenge() {
        return bed.identification(TILL)
                .beginPresentation(BeginPresentationRequest.getDefaultInstance())
                .getChallenge();
    }

    private IdentifyOnceRequest once(ByteString challenge, UnaryOperator<CaptureProof.Builder> change) {
        Sample sample = requests.sample(1, 5);
        return IdentifyOnceRequest.newBuilder()
                .setGalleryId("people")
                .setCaptureNonce(challenge)
                .setSample(sample)
                .setProof(signed(challenge, sample, change))
                .build();
    }

    private static UnaryOperator<CaptureProof.Builder> scored(int score) {
        return proof -> proof.setPad(proof.getPad().toBuilder().setScoreBand(score));
    }

    private IdentifyRequest frame(long sequence, ByteString challenge) {
        return frame(sequence, challenge, true, UnaryOperator.identity());
    }

    private IdentifyRequest frame(
            long sequence, ByteString challenge, boolean last, UnaryOperator<CaptureProof.Builder> change) {
        Sample sample = requests.sample(1, (int) sequence + 2);
        return IdentifyRequest.newBuilder()
                .setSequence(sequence)
                .setGalleryId("people")
                .setCaptureNonce(challenge)
                .setSample(sample)
                .setLastFrame(last)
                .setProof(signed(challenge, sample, change))
                .build();
    }

    private CaptureProof signed(ByteString challenge, Sample sample, UnaryOperator<CaptureProof.Builder> change) {
        counter++;
        CaptureProof proof = change.apply(CaptureProof.newBuilder()
                        .setDeviceId("cam-1")
                        .setCounter(counter)
                        .setCaptureTime(Timestamp.newBuilder()
                                .setSeconds(bed.clock.instant().getEpochSecond()))
                        .setFaceCount(1)
                        .setPad(PadEvidence.newBuilder()
                                .setMethod("passive-v1")
                                .setScoreBand(90)
                                .setLevel(1)))
                .build();
        return camera.sign("people", challenge, sample, proof);
    }

    private BidiCall<IdentifyRequest, IdentifyResponse> open() {
        return new BidiCall<>(IdentificationServiceGrpc.newStub(bed.server().as(TILL))::identify);
    }

    private CaptureDevice device(State state) {
        return CaptureDevice.newBuilder()
                .setDeviceId("cam-1")
                .setTerminalId("till-1")
                .setPublicKey(ByteString.copyFrom(camera.registered().key().getEncoded()))
                .setState(state)
                .build();
    }

    private void put(CaptureDevice device) {
        var _ = bed.captureDevices(OPERATOR).putCaptureDevice(putting(device));
    }

    private static PutCaptureDeviceRequest putting(CaptureDevice device) {
        return PutCaptureDeviceRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setDevice(device)
                .build();
    }

    private CaptureDevice registered(String deviceId) {
        return bed.captureDevices(OPERATOR)
                .getCaptureDevice(GetCaptureDeviceRequest.newBuilder()
                        .setDeviceId(deviceId)
                        .build())
                .getDevice();
    }

    private static String reason(IdentifyResponse answer) {
        return Problem.from(StatusProto.toStatusRuntimeException(answer.getError()))
                .orElseThrow()
                .reason();
    }

    private static void refused(String reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .satisfies(refusal ->
                        assertThat(Problem.from(refusal)).map(Problem::reason).contains(reason));
    }
}

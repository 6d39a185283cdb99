package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stead.matcher.domain.capture.CapturePolicy;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.testing.SigningDevice;
import dev.stead.matcher.v1.BeginPresentationRequest;
import dev.stead.matcher.v1.CaptureDevice;
import dev.stead.matcher.v1.CaptureProof;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.PadEvidence;
import dev.stead.matcher.v1.PutCaptureDeviceRequest;
import dev.stead.matcher.v1.Sample;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Captures that are replayed, changed, moved, off in time or of a copied device, also over restarts: none is answered, while the true one
 * between them is. The row X2 of the fault matrix.
 */
class ForgedCapturesTest {
    private static final int FORGED = 19;
    private static final Caller OPERATOR = new Caller.Operator("o-1");
    private static final Caller TILL = new Caller.Terminal("till-1");
    private static final Caller OTHER_TILL = new Caller.Terminal("till-2");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Faces faces = new Faces(7);
    private final SigningDevice camera = SigningDevice.at("till-1", "cam-1");
    private final SigningDevice stranger = SigningDevice.at("till-1", "cam-1");
    private final Map<Forgery, Integer> tried = new EnumMap<>(Forgery.class);
    private final List<IdentifyOnceRequest> used = new ArrayList<>();
    private final List<IdentifyOnceRequest> unused = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    private MatcherBed bed;
    private Requests requests;
    private long counter;

    /** What is wrong with a capture. */
    private enum Forgery {
        EMBEDDING_CHANGED,
        SIGNATURE_CHANGED,
        COUNTER_CHANGED,
        TIME_CHANGED,
        FACES_CHANGED,
        PAD_CHANGED,
        QUALITY_CHANGED,
        GALLERY_CHANGED,
        CHALLENGE_CHANGED,
        NO_PROOF,
        ANOTHER_KEY,
        ANOTHER_DEVICE,
        AT_ANOTHER_TERMINAL,
        MADE_UP_CHALLENGE,
        TOO_EARLY,
        TOO_LATE,
        OF_A_COPIED_DEVICE,
        USED_BEFORE,
        KEPT_OVER_A_RESTART
    }

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder, MapDecisionCounts.ENDLESS, CapturePolicy.REQUIRED);
        requests = new Requests(faces, bed.clock.instant());
        bed.enrolment(OPERATOR).enrolSubject(requests.enrol("ada", 1).build());
        put("cam-1", "till-1", camera);
        put("cam-2", "till-2", SigningDevice.at("till-2", "cam-2"));
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void noForgedCaptureIsAnsweredAlsoAfterARestart(TestReporter reporter) {
        int rounds = TestSize.of(400, 10_000) / (FORGED + 1);
        int restarts = 0;
        for (int round = 0; round < rounds; round++) {
            bed.clock.advance(Duration.ofSeconds(3));
            if (round % 5 == 4) {
                unused.add(good());
                bed.restart();
                restarts++;
            }
            round();
        }
        assertThat(tried.keySet()).hasSameSizeAs(Forgery.values());
        reporter.publishEntry(Map.of(
                "cases",
                Integer.toString(rounds * (FORGED + 1)),
                "restarts",
                Integer.toString(restarts),
                "accepted",
                Integer.toString(accepted.size())));
        assertThat(accepted).as("seed %d", seed).isEmpty();
    }

    private void round() {
        IdentifyOnceRequest good = good();
        for (Forgery forgery : Forgery.values()) {
            tried.merge(forgery, 1, Integer::sum);
            Caller caller = forgery == Forgery.AT_ANOTHER_TERMINAL ? OTHER_TILL : TILL;
            if (isAnswered(caller, forged(forgery, good))) {
                accepted.add(forgery.name());
            }
        }
        assertThat(isAnswered(TILL, good)).as("the true one, seed %d", seed).isTrue();
        if (isAnswered(TILL, good)) {
            accepted.add("USED_BEFORE, at once");
        }
        used.add(good);
    }

    private boolean isAnswered(Caller caller, IdentifyOnceRequest request) {
        try {
            var _ = bed.identification(caller).identifyOnce(request);
            return true;
        } catch (RuntimeException refused) {
            assertThat(Problem.from(refused)).as("refused with a reason").isPresent();
            return false;
        }
    }

    private IdentifyOnceRequest forged(Forgery forgery, IdentifyOnceRequest good) {
        var request = good.toBuilder();
        CaptureProof.Builder proof = request.getProofBuilder();
        switch (forgery) {
            case EMBEDDING_CHANGED ->
                request.getSampleBuilder()
                        .getEmbeddingBuilder()
                        .setFloat32Le(flipped(good.getSample().getEmbedding().getFloat32Le(), 3));
            case SIGNATURE_CHANGED -> proof.setSignature(flipped(proof.getSignature(), 1));
            case COUNTER_CHANGED -> proof.setCounter(proof.getCounter() + 1 + random.nextInt(1_000));
            case TIME_CHANGED -> proof.getCaptureTimeBuilder().setNanos(1 + random.nextInt(999_999_999));
            case FACES_CHANGED -> proof.setFaceCount(2 + random.nextInt(9));
            case PAD_CHANGED -> proof.getPadBuilder().setScoreBand(91 + random.nextInt(9));
            case QUALITY_CHANGED -> request.getSampleBuilder().setQuality(81 + random.nextInt(19));
            case GALLERY_CHANGED -> request.setGalleryId("palms");
            case CHALLENGE_CHANGED -> request.setCaptureNonce(challenge());
            case NO_PROOF -> request.clearProof();
            case ANOTHER_KEY -> request.setProof(sign(stranger, good.getCaptureNonce(), counter + 1, 0));
            case ANOTHER_DEVICE -> proof.setDeviceId("cam-2");
            case AT_ANOTHER_TERMINAL -> proof.setDeviceId(random.nextBoolean() ? "cam-1" : "cam-2");
            case MADE_UP_CHALLENGE -> {
                request.setCaptureNonce(Requests.nonce());
                request.setProof(sign(camera, request.getCaptureNonce(), counter + 1, 0));
            }
            case TOO_EARLY ->
                request.setProof(sign(camera, good.getCaptureNonce(), counter + 1, 62 + random.nextInt(9_999)));
            case TOO_LATE ->
                request.setProof(sign(camera, good.getCaptureNonce(), counter + 1, -62 - random.nextInt(9_999)));
            // It goes on from where it was copied, with numbers that were used meanwhile.
            case OF_A_COPIED_DEVICE -> {
                if (used.isEmpty()) {
                    return request.clearProof().build();
                }
                long number = used.get(random.nextInt(used.size())).getProof().getCounter();
                request.setProof(sign(camera, good.getCaptureNonce(), number, 0));
            }
            case USED_BEFORE -> {
                return used.isEmpty() ? request.clearProof().build() : used.get(random.nextInt(used.size()));
            }
            case KEPT_OVER_A_RESTART -> {
                return unused.isEmpty() ? request.clearProof().build() : unused.get(random.nextInt(unused.size()));
            }
        }
        return request.build();
    }

    private ByteString flipped(ByteString bytes, int step) {
        byte[] other = bytes.toByteArray();
        // The lowest bits of a number: what changes is not the direction, only the bytes.
        int at = random.nextInt(other.length / (step + 1)) * (step + 1);
        other[at] ^= (byte) (1 << random.nextInt(8));
        return ByteString.copyFrom(other);
    }

    private IdentifyOnceRequest good() {
        ByteString challenge = challenge();
        return IdentifyOnceRequest.newBuilder()
                .setGalleryId("people")
                .setCaptureNonce(challenge)
                .setSample(sample())
                .setProof(sign(camera, challenge, ++counter, 0))
                .build();
    }

    private Sample sample() {
        return requests.sample(1, 5);
    }

    private ByteString challenge() {
        return bed.identification(TILL)
                .beginPresentation(BeginPresentationRequest.getDefaultInstance())
                .getChallenge();
    }

    private CaptureProof sign(SigningDevice device, ByteString challenge, long number, int seconds) {
        CaptureProof unsigned = CaptureProof.newBuilder()
                .setDeviceId("cam-1")
                .setCounter(number)
                .setCaptureTime(
                        Timestamp.newBuilder().setSeconds(bed.clock.instant().getEpochSecond() + seconds))
                .setFaceCount(1)
                .setPad(PadEvidence.newBuilder()
                        .setMethod("passive-v1")
                        .setScoreBand(90)
                        .setLevel(1))
                .build();
        return device.sign("people", challenge, sample(), unsigned);
    }

    private void put(String device, String terminal, SigningDevice keys) {
        var _ = bed.captureDevices(OPERATOR)
                .putCaptureDevice(PutCaptureDeviceRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setDevice(CaptureDevice.newBuilder()
                                .setDeviceId(device)
                                .setTerminalId(terminal)
                                .setPublicKey(ByteString.copyFrom(
                                        keys.registered().key().getEncoded()))
                                .setState(CaptureDevice.State.STATE_ACTIVE))
                        .build());
    }
}

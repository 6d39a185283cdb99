package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.testing.BidiCall;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.matcher.v1.IdentifyResponse.OutcomeCase;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.SecretsInLog;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Identify as a terminal uses it. */
class IdentifyStreamTest {
    private static final Caller TERMINAL = new Caller.Terminal("t-7");

    @RegisterExtension
    private final SecretsInLog log = SecretsInLog.ofWords(
            IntStream.range(0, 100).mapToObj(person -> "s-" + person).toArray(String[]::new));

    private final Faces faces = new Faces(1);
    private MatcherBed bed;
    private Requests requests;
    private BidiCall<IdentifyRequest, IdentifyResponse> call;
    private long sequence;

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder, new Allowance(120, 1_000, 1_000, 1_000, 1_000));
        requests = new Requests(faces, bed.clock.instant());
        for (int person = 0; person < 10; person++) {
            bed.enrolment(new Caller.Operator("o-1"))
                    .enrolSubject(requests.enrol("s-" + person, person).build());
            log.addEmbedding(faces.raw(person, 0));
            log.addEmbedding(Embedding.normalised(faces.raw(person, 0)).values());
        }
        call = call();
    }

    @AfterEach
    void stop() {
        call.close();
        bed.close();
    }

    @Test
    void answersEachFrameInOrderByItsNumber() {
        for (int person = 0; person < 8; person++) {
            call.send(frame(Requests.nonce(), person, true));
        }
        for (int person = 0; person < 8; person++) {
            IdentifyResponse answer = call.receive();
            assertThat(answer.getSequence()).isEqualTo(person + 1);
            assertThat(answer.getDecision().hasIdentified()).isTrue();
        }
        assertThat(call.complete().isOk()).isTrue();
    }

    @Test
    void asksForMoreFramesUntilTheLast() {
        ByteString nonce = Requests.nonce();
        assertThat(ask(frame(nonce, 99, false)).getOutcomeCase()).isEqualTo(OutcomeCase.MORE_FRAMES_NEEDED);
        assertThat(ask(frame(nonce, 99, false)).getOutcomeCase()).isEqualTo(OutcomeCase.MORE_FRAMES_NEEDED);
        assertThat(ask(frame(nonce, 99, true)).getDecision().hasNotIdentified()).isTrue();

        assertThat(reason(ask(frame(nonce, 99, false)))).isEqualTo("NONCE_USED");
    }

    @Test
    void decidesAClearFrameWithoutWaitingForTheLast() {
        assertThat(ask(frame(Requests.nonce(), 3, false)).getDecision().hasIdentified())
                .isTrue();
    }

    @Test
    void interleavesPresentations() {
        ByteString one = Requests.nonce();
        ByteString other = Requests.nonce();
        ask(frame(one, 98, false));
        ask(frame(other, 99, false));

        assertThat(ask(frame(one, 98, true)).getDecision().hasNotIdentified()).isTrue();
        assertThat(ask(frame(other, 99, true)).getDecision().hasNotIdentified()).isTrue();
    }

    @Test
    void answersABadFrameInTheStreamAndGoesOn() {
        ByteString nonce = Requests.nonce();
        IdentifyRequest good = frame(nonce, 99, false);
        ask(good);

        assertThat(reason(ask(next(good).clearSample().build()))).isEqualTo("EMBEDDING_MISSING");
        assertThat(reason(ask(next(good).setGalleryId("palms").build()))).isEqualTo("GALLERY_CHANGED");
        assertThat(reason(ask(next(good).setGalleryId("cats").build()))).isEqualTo("GALLERY_UNKNOWN");
        assertThat(reason(ask(next(good).clearCaptureNonce().build()))).isEqualTo("NONCE_INVALID");
        assertThat(reason(ask(good))).isEqualTo("SEQUENCE_NOT_INCREASING");
        assertThat(reason(ask(good.toBuilder().setSequence(0).build()))).isEqualTo("SEQUENCE_NOT_INCREASING");
        assertThat(reason(ask(good.toBuilder().setSequence(-5).build()))).isEqualTo("SEQUENCE_NOT_INCREASING");

        assertThat(ask(next(good).setLastFrame(true).build()).getDecision().hasNotIdentified())
                .isTrue();
    }

    @Test
    void answersAFrameThatIsTooLargeInTheStreamAndGoesOn() {
        ByteString nonce = Requests.nonce();
        IdentifyRequest good = frame(nonce, 99, false);
        ask(good);

        for (int size : new int[] {65_536, 100_000, 1_000_000}) {
            IdentifyRequest large = next(good).setGalleryId("x".repeat(size)).build();
            IdentifyResponse answer = ask(large);
            assertThat(answer.getSequence()).isEqualTo(large.getSequence());
            assertThat(reason(answer)).isEqualTo("MESSAGE_TOO_LARGE");
        }

        assertThat(ask(next(good).setLastFrame(true).build()).getDecision().hasNotIdentified())
                .isTrue();
    }

    @Test
    void aPresentationIsDecidedOnceOnHoweverManyStreams() {
        ByteString nonce = Requests.nonce();
        try (var other = call()) {
            ask(frame(nonce, 99, false));
            other.send(frame(nonce, 3, true));
            assertThat(other.receive().hasDecision()).isTrue();

            assertThat(reason(ask(frame(nonce, 3, true)))).isEqualTo("NONCE_USED");
        }
    }

    @Test
    void theBudgetOfATerminalEndsInAnAnswer() {
        List<OutcomeCase> outcomes = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            outcomes.add(ask(frame(Requests.nonce(), 99, i % 2 == 0)).getOutcomeCase());
        }
        assertThat(outcomes).containsOnly(OutcomeCase.DECISION, OutcomeCase.MORE_FRAMES_NEEDED);
        assertThat(reason(ask(frame(Requests.nonce(), 99, true)))).isEqualTo("DECISION_BUDGET_SPENT");
        assertThat(reason(ask(frame(Requests.nonce(), 99, false)))).isEqualTo("DECISION_BUDGET_SPENT");
    }

    @Test
    void forgetsAbandonedPresentationsRatherThanCollectThem() {
        for (int i = 0; i < 100; i++) {
            assertThat(ask(frame(Requests.nonce(), 99, false)).getOutcomeCase())
                    .isEqualTo(OutcomeCase.MORE_FRAMES_NEEDED);
        }
    }

    /** Whether a probe is near or far of somebody must not show: not by a field, not by the size of the answer. */
    @Test
    void twoRefusalsAreEqualToTheByte() {
        IdentifyResponse near = ask(frame(Requests.nonce(), 0, true).toBuilder()
                .setSample(Requests.sample(weak(0)))
                .build());
        IdentifyResponse far = ask(frame(Requests.nonce(), 99, true));

        assertThat(near.getDecision()).isEqualTo(far.getDecision());
        assertThat(withoutChance(near)).isEqualTo(withoutChance(far));
        assertThat(near.getChallenge()).hasSameSizeAs(far.getChallenge());
    }

    private static ByteString withoutChance(IdentifyResponse answer) {
        return answer.toBuilder().clearSequence().clearChallenge().build().toByteString();
    }

    private float[] weak(int person) {
        float[] values = faces.raw(person, 0);
        float[] stranger = faces.raw(97, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] += 2.2f * stranger[i];
        }
        return values;
    }

    private IdentifyResponse ask(IdentifyRequest request) {
        call.send(request);
        return call.receive();
    }

    private IdentifyRequest frame(ByteString nonce, int person, boolean last) {
        sequence++;
        log.addEmbedding(faces.raw(person, (int) sequence));
        return IdentifyRequest.newBuilder()
                .setSequence(sequence)
                .setGalleryId("people")
                .setCaptureNonce(nonce)
                .setSample(requests.sample(person, (int) sequence))
                .setLastFrame(last)
                .build();
    }

    private IdentifyRequest.Builder next(IdentifyRequest request) {
        sequence++;
        return request.toBuilder().setSequence(sequence);
    }

    private BidiCall<IdentifyRequest, IdentifyResponse> call() {
        return Requests.stream(bed.server().as(TERMINAL));
    }

    private static String reason(IdentifyResponse answer) {
        return Problem.from(StatusProto.toStatusRuntimeException(answer.getError()))
                .orElseThrow()
                .reason();
    }
}

package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.stead.matcher.testing.BidiCall;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.matcher.v1.Sample;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.security.Caller;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the metrics say after identifications of each kind. */
class IdentificationMetricsTest {
    private static final Caller TERMINAL = new Caller.Terminal("t-7");
    private static final Faces FACES = new Faces(1);

    private MatcherBed bed;
    private Requests requests;
    private long sequence;

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder);
        requests = new Requests(FACES, bed.clock.instant());
        for (int person : new int[] {1, 2, 4, 5}) {
            bed.enrolment(new Caller.Operator("o-1"))
                    .enrolSubject(requests.enrol("s-" + person, person).build());
        }
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void countsAndTimesTheFramesOfAStreamByTheirOutcome() {
        ByteString nonce = Requests.nonce();
        try (var call = Requests.stream(bed.server().as(TERMINAL))) {
            ask(call, frame(nonce, requests.sample(9, 1)).build());
            ask(call, frame(nonce, requests.sample(9, 2)).setLastFrame(true).build());
            ask(call, frame(nonce, requests.sample(9, 3)).build());
            ask(call, frame(Requests.nonce(), requests.sample(1, 3)).build());
            ask(
                    call,
                    frame(Requests.nonce(), Requests.sample(FACES.between(4, 5)))
                            .setLastFrame(true)
                            .build());
            ask(
                    call,
                    frame(
                                    Requests.nonce(),
                                    requests.sample(1, 3).toBuilder()
                                            .setQuality(1)
                                            .build())
                            .build());
            ask(call, frame(ByteString.EMPTY, requests.sample(1, 3)).build());
            ask(
                    call,
                    frame(Requests.nonce(), requests.sample(1, 3))
                            .setGalleryId("made-up")
                            .build());
        }

        assertThat(count("identification", "Identify", "people", "more_frames")).isOne();
        assertThat(count("identification", "Identify", "people", "not_identified"))
                .isOne();
        assertThat(count("identification", "Identify", "people", "nonce_used")).isOne();
        assertThat(count("identification", "Identify", "people", "identified")).isOne();
        assertThat(count("identification", "Identify", "people", "ambiguous")).isOne();
        assertThat(count("identification", "Identify", "people", "quality_too_low"))
                .isOne();
        assertThat(count("identification", "Identify", "people", "refused")).isOne();
        assertThat(count("identification", "Identify", "unknown", "refused")).isOne();
        for (String outcome : List.of("not_identified", "identified", "ambiguous")) {
            assertThat(count("presentation", "Identify", "people", outcome))
                    .as(outcome)
                    .isOne();
        }
        assertThat(frames("not_identified")).isEqualTo(2);
        assertThat(frames("identified")).isOne();
        assertThat(frames("ambiguous")).isOne();
        assertThat(bed.metrics.scrape())
                .contains("stead_identification_seconds_bucket")
                .contains("stead_presentation_seconds_bucket")
                .contains("stead_presentation_frames_bucket")
                .contains("stead_similarity_drift{gallery=\"people\"} 0.0")
                .doesNotContain("made-up", "s-1", "t-7");
    }

    @Test
    void countsAndTimesTheUnaryWaysToo() {
        bed.identification(TERMINAL).identifyOnce(requests.identify(1, 4).build());
        bed.identification(new Caller.Person("s-2"))
                .verify(VerifyRequest.newBuilder()
                        .setGalleryId("people")
                        .setCaptureNonce(Requests.nonce())
                        .setSample(requests.sample(1, 5))
                        .build());
        assertThat(catchThrowable(() -> bed.identification(TERMINAL)
                        .identifyOnce(requests.identify(1, 4)
                                .setCaptureNonce(ByteString.EMPTY)
                                .build())))
                .isNotNull();

        assertThat(count("identification", "IdentifyOnce", "people", "identified"))
                .isOne();
        assertThat(count("identification", "IdentifyOnce", "people", "refused")).isOne();
        assertThat(count("identification", "Verify", "people", "not_identified"))
                .isOne();
    }

    /** A rate needs the zero before the first. */
    @Test
    void everyDecisionOfAStreamIsThereBeforeTheFirst() {
        for (String gallery : List.of("people", "palms")) {
            for (String outcome : List.of("not_identified", "identified", "ambiguous")) {
                assertThat(count("identification", "Identify", gallery, outcome))
                        .isZero();
                assertThat(count("presentation", "Identify", gallery, outcome)).isZero();
            }
        }
    }

    /** Of all presentations with this outcome. */
    private double frames(String outcome) {
        return bed.metrics
                .registry()
                .get("stead_presentation_frames")
                .tags("gallery", "people", "outcome", outcome)
                .summary()
                .totalAmount();
    }

    private IdentifyRequest.Builder frame(ByteString nonce, Sample sample) {
        return IdentifyRequest.newBuilder()
                .setSequence(++sequence)
                .setGalleryId("people")
                .setCaptureNonce(nonce)
                .setSample(sample);
    }

    private static void ask(BidiCall<IdentifyRequest, IdentifyResponse> call, IdentifyRequest frame) {
        call.send(frame);
        assertThat(call.receive().getSequence()).isEqualTo(frame.getSequence());
    }

    private long count(String name, String method, String gallery, String outcome) {
        return bed.metrics
                .registry()
                .get("stead_" + name)
                .tags("method", method, "gallery", gallery, "outcome", outcome)
                .timer()
                .count();
    }
}

package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.capture.CapturePolicy;
import dev.stead.matcher.domain.repeat.RepeatGuard;
import dev.stead.matcher.testing.BidiCall;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.HeapScan;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.AddTemplateRequest;
import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.security.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F20: what the matcher decoded of samples is not left in the heap as garbage. What of them is in messages is not ours to wipe. */
class WipedSamplesTest {
    private static final Caller TILL = new Caller.Terminal("till-1");
    private static final Caller OPERATOR = new Caller.Operator("o-1");
    private static final int LOOKS = 40;

    private final Faces faces = new Faces(20);
    private final HeapScan heap = new HeapScan();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void noArrayOfAnEmbeddingIsLeft() throws IOException {
        try (var bed =
                new MatcherBed(folder, MapDecisionCounts.ENDLESS, CapturePolicy.OPTIONAL, RepeatGuard.Policy.REFUSE)) {
            var requests = new Requests(faces, bed.clock.instant());
            enrol(bed, requests);
            look(bed, requests);
            bed.restart();

            assertThat(heap.found(folder)).as("of %d", heap.wanted()).isZero();
        }
    }

    private void enrol(MatcherBed bed, Requests requests) {
        bed.enrolment(OPERATOR).enrolSubject(requests.enrol("s-1", 1).build());
        bed.enrolment(OPERATOR)
                .addTemplate(AddTemplateRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setGalleryId("people")
                        .setSubjectId("s-1")
                        .setSample(requests.sample(1, 2))
                        .build());
        bed.enrolment(new Caller.Person("s-2"))
                .enrolSubject(requests.enrol("", 2).build());
        try (var bulk = new BidiCall<>(EnrolmentServiceGrpc.newStub(bed.server().as(OPERATOR))::bulkEnrol)) {
            bulk.send(BulkEnrolRequest.newBuilder()
                    .setSequence(1)
                    .setGalleryId("people")
                    .setSubjectId("s-3")
                    .setConsent(requests.consent())
                    .addSamples(requests.sample(3, 0))
                    .build());
            assertThat(bulk.receive().getEnrolled()).isOne();
        }
        for (int take = 0; take < 3; take++) {
            lookFor(1, take);
        }
        lookFor(2, 0);
        lookFor(2, 1);
        lookFor(3, 0);
    }

    private void look(MatcherBed bed, Requests requests) {
        for (int take = 10; take < 10 + LOOKS; take++) {
            bed.identification(TILL)
                    .identifyOnce(requests.identify(take % 9, take).build());
            lookFor(take % 9, take);
        }
        try (var call = Requests.stream(bed.server().as(TILL))) {
            for (int i = 1; i <= LOOKS; i++) {
                call.send(IdentifyRequest.newBuilder()
                        .setSequence(i)
                        .setGalleryId("people")
                        .setCaptureNonce(Requests.nonce())
                        .setSample(requests.sample(50, i))
                        .build());
                assertThat(call.receive().hasMoreFramesNeeded()).isTrue();
                lookFor(50, i);
            }
        }
        bed.identification(new Caller.Person("s-2"))
                .verify(VerifyRequest.newBuilder()
                        .setGalleryId("people")
                        .setCaptureNonce(Requests.nonce())
                        .setSample(requests.sample(2, 5))
                        .build());
        bed.enrolment(new Caller.Person("s-2"))
                .eraseSubject(EraseSubjectRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setGalleryId("people")
                        .setProof(requests.sample(2, 6))
                        .setCaptureNonce(Requests.nonce())
                        .build());
        lookFor(2, 5);
        lookFor(2, 6);
    }

    /** As the matcher normalises it where it decoded it. What is not normalised is the test's own. */
    private void lookFor(int person, int take) {
        heap.lookFor(Embedding.normalised(faces.raw(person, take)).values());
    }
}

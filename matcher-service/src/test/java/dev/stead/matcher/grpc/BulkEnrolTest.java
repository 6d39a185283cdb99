package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enroller.DuplicatePolicy;
import dev.stead.matcher.testing.BidiCall;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.matcher.v1.BulkEnrolResponse;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.GetGalleryRequest;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.SecretsInLog;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many subjects at once, with progress, and again after a break. */
class BulkEnrolTest {
    private static final Caller OPERATOR = new Caller.Operator("o-1");

    @RegisterExtension
    private final SecretsInLog log = SecretsInLog.ofWords(
            IntStream.range(0, 301).mapToObj(person -> "s-" + person).toArray(String[]::new));

    private MatcherBed bed;
    private Requests requests;

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder);
        requests = new Requests(new Faces(4), bed.clock.instant());
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void tellsHowFarItIsDurable() {
        var call = call();
        for (int person = 1; person <= 300; person++) {
            call.send(request(person, person));
        }
        assertThat(call.complete().isOk()).isTrue();

        List<BulkEnrolResponse> progress = all(call, 300);
        assertThat(progress)
                .isSortedAccordingTo((a, b) -> Long.compare(a.getDurableSequence(), b.getDurableSequence()));
        assertThat(progress.getLast().getEnrolled()).isEqualTo(300);
        assertThat(progress.getLast().getRefused()).isZero();
        assertThat(subjects()).isEqualTo(300);
    }

    @Test
    void answersSoonEvenIfNothingFollows() {
        try (var call = call()) {
            call.send(request(1, 1));

            assertThat(call.receive().getDurableSequence()).isOne();
            bed.restart();
            assertThat(subjects()).isOne();
        }
    }

    @Test
    void aBrokenRunIsRunAgain() {
        try (var call = call()) {
            for (int person = 1; person <= 5; person++) {
                call.send(request(person, person));
            }
            all(call, 5);
        }
        bed.restart();

        var again = call();
        for (int person = 1; person <= 10; person++) {
            again.send(request(person, person));
        }
        assertThat(again.complete().isOk()).isTrue();

        BulkEnrolResponse last = all(again, 10).getLast();
        assertThat(last.getEnrolled()).isEqualTo(10);
        assertThat(last.getRefused()).isZero();
        assertThat(subjects()).isEqualTo(10);
    }

    @Test
    void warnsOfWhomItEnrolsAlthoughTheyLookAlikeAlsoInARunAgain() {
        bed.restart(DuplicatePolicy.WARN);
        for (int run = 0; run < 2; run++) {
            var call = call();
            call.send(request(1, 1));
            call.send(request(2, 2));
            call.send(request(3, 1)); // the face of 1
            assertThat(call.complete().isOk()).isTrue();

            List<BulkEnrolResponse> progress = all(call, 3);
            assertThat(progress.getLast().getEnrolled()).isEqualTo(3);
            assertThat(progress.getLast().getRefused()).isZero();
            assertThat(progress.stream()
                            .flatMap(one -> one.getDuplicatesList().stream())
                            .map(one -> one.getSubjectId() + " " + one.getOtherSubjectId()))
                    .containsOnly("s-1 s-3");
        }
    }

    @Test
    void tellsWhomItRefusedAndWhyAndGoesOn() {
        var call = call();
        call.send(request(1, 1));
        call.send(request(2, 2));
        call.send(request(3, 1)); // the face of 1
        call.send(request(4, 4).toBuilder().clearConsent().build());
        call.send(request(5, 5).toBuilder().setGalleryId("cats").build());
        call.send(request(6, 6).toBuilder().setSubjectId("no good").build());
        call.send(request(7, 7).toBuilder().clearSamples().build());
        call.send(request(8, 8));
        assertThat(call.complete().isOk()).isTrue();

        List<BulkEnrolResponse> progress = all(call, 8);
        assertThat(progress.stream()
                        .filter(BulkEnrolResponse::hasError)
                        .map(answer -> answer.getRefusedSequence() + " " + reason(answer)))
                .containsExactly(
                        "3 WRONG_PERSON",
                        "4 CONSENT_INVALID",
                        "5 GALLERY_UNKNOWN",
                        "6 SUBJECT_ID_INVALID",
                        "7 SAMPLE_COUNT_INVALID");
        assertThat(progress.getLast().getEnrolled()).isEqualTo(3);
        assertThat(progress.getLast().getRefused()).isEqualTo(5);
        assertThat(subjects()).isEqualTo(3);
    }

    @Test
    void tellsWhoseRequestWasTooLargeAndGoesOn() {
        var call = call();
        call.send(request(1, 1));
        call.send(request(2, 2).toBuilder().setSubjectId("x".repeat(300_000)).build());
        call.send(request(3, 3));
        assertThat(call.complete().isOk()).isTrue();

        List<BulkEnrolResponse> progress = all(call, 3);
        assertThat(progress.stream()
                        .filter(BulkEnrolResponse::hasError)
                        .map(answer -> answer.getRefusedSequence() + " " + reason(answer)))
                .containsExactly("2 MESSAGE_TOO_LARGE");
        assertThat(progress.getLast().getEnrolled()).isEqualTo(2);
        assertThat(subjects()).isEqualTo(2);
    }

    @Test
    void aSequenceThatDoesNotRiseEndsTheStreamWithWhatCameBeforeDurable() {
        try (var call = call()) {
            call.send(request(1, 1));
            call.send(request(1, 2));

            assertThat(call.receive().getDurableSequence()).isOne();
            Status status = call.status();
            assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(Problem.from(Objects.requireNonNull(status.getCause()))
                            .orElseThrow()
                            .reason())
                    .isEqualTo("SEQUENCE_NOT_INCREASING");
            assertThat(subjects()).isOne();
        }
    }

    private BulkEnrolRequest request(long sequence, int person) {
        log.addEmbedding(new Faces(4).raw(person, 0));
        log.addEmbedding(Embedding.normalised(new Faces(4).raw(person, 1)).values());
        return BulkEnrolRequest.newBuilder()
                .setSequence(sequence)
                .setGalleryId("people")
                .setSubjectId("s-" + sequence)
                .setConsent(requests.consent())
                .addSamples(requests.sample(person, 0))
                .addSamples(requests.sample(person, 1))
                .build();
    }

    private static List<BulkEnrolResponse> all(BidiCall<BulkEnrolRequest, BulkEnrolResponse> call, long last) {
        List<BulkEnrolResponse> received = new ArrayList<>();
        while (received.isEmpty() || received.getLast().getDurableSequence() < last) {
            received.add(call.receive());
        }
        return received;
    }

    private static String reason(BulkEnrolResponse answer) {
        return Problem.from(StatusProto.toStatusRuntimeException(answer.getError()))
                .orElseThrow()
                .reason();
    }

    private long subjects() {
        return bed.enrolment(OPERATOR)
                .getGallery(
                        GetGalleryRequest.newBuilder().setGalleryId("people").build())
                .getGallery()
                .getSubjectCount();
    }

    private BidiCall<BulkEnrolRequest, BulkEnrolResponse> call() {
        return new BidiCall<>(EnrolmentServiceGrpc.newStub(bed.server().as(OPERATOR))::bulkEnrol);
    }
}

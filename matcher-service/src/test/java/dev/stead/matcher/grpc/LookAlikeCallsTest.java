package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stead.matcher.testing.BidiCall;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.AddTemplateRequest;
import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.matcher.v1.Decision.OutcomeCase;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EnrolSubjectResponse;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.GetSubjectRequest;
import dev.stead.matcher.v1.GetSubjectResponse;
import dev.stead.matcher.v1.LookAlike;
import dev.stead.matcher.v1.RecordedLookAlike;
import dev.stead.matcher.v1.Sample;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who is much like another, through the contract: {@code ada} is enrolled, {@code eve} looks like her. */
class LookAlikeCallsTest {
    private static final Caller OPERATOR = new Caller.Operator("o-1");
    private static final Caller TERMINAL = new Caller.Terminal("t-7");
    private static final Caller EVE = new Caller.Person("eve");
    private static final Faces FACES = new Faces(3);

    private MatcherBed bed;
    private Requests requests;

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder);
        requests = new Requests(FACES, bed.clock.instant());
        bed.enrolment(OPERATOR).enrolSubject(requests.enrol("ada", 1).build());
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void aPersonCannotNameALookAlike() {
        EnrolSubjectRequest enrolling =
                eve().clearSubjectId().addLookAlikes(ada("I am not her")).build();
        AddTemplateRequest adding = AddTemplateRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGalleryId("people")
                .setSample(requests.sample(1, 4))
                .addLookAlikes(ada("nor now"))
                .build();

        for (Problem problem : new Problem[] {
            problem(() -> bed.enrolment(EVE).enrolSubject(enrolling)),
            problem(() -> bed.enrolment(new Caller.Person("ada")).addTemplate(adding))
        }) {
            assertThat(problem.reason()).isEqualTo("LOOK_ALIKE_NOT_ALLOWED");
            assertThat(problem.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
    }

    @Test
    void anOperatorIsToldWhoItIsRecordsItAndReadsItAgain() {
        Problem problem = problem(() -> bed.enrolment(OPERATOR).enrolSubject(eve().build()));
        assertThat(problem.reason()).isEqualTo("WRONG_PERSON");
        assertThat(problem.metadata()).containsEntry("look_alikes", "ada");
        EnrolSubjectRequest request = eve().addLookAlikes(ada("twins")).build();

        EnrolSubjectResponse first = bed.enrolment(OPERATOR).enrolSubject(request);

        assertThat(bed.enrolment(OPERATOR).enrolSubject(request)).as("a repeat").isEqualTo(first);
        bed.restart();
        GetSubjectResponse read = subject(OPERATOR, "ada");
        assertThat(read.getLookAlikesList())
                .containsExactly(RecordedLookAlike.newBuilder()
                        .setSubjectId("eve")
                        .setReason("twins")
                        .setOperatorId("o-1")
                        .setRecordTime(first.getSubject().getCreateTime())
                        .build());
        assertThat(subject(EVE, "").getLookAlikesList()).as("for the person").isEmpty();
    }

    @Test
    void aBulkEnrolmentIsToldAndCanNameThemToo() {
        try (var call = new BidiCall<>(EnrolmentServiceGrpc.newStub(bed.server().as(OPERATOR))::bulkEnrol)) {
            call.send(bulk(1).build());
            Problem problem = Problem.from(
                            StatusProto.toStatusRuntimeException(call.receive().getError()))
                    .orElseThrow();
            assertThat(problem.reason()).isEqualTo("WRONG_PERSON");
            assertThat(problem.metadata()).containsEntry("look_alikes", "ada");

            call.send(bulk(2).addLookAlikes(ada("twins")).build());
            assertThat(call.receive().getEnrolled()).isOne();
        }
        assertThat(subject(OPERATOR, "eve").getLookAlikes(0).getSubjectId()).isEqualTo("ada");
    }

    @Test
    void bothAreAmbiguousUntilAVerificationDecides() {
        bed.enrolment(OPERATOR).enrolSubject(eve().addLookAlikes(ada("twins")).build());

        assertThat(identify(requests.sample(1, 0))).isEqualTo(OutcomeCase.AMBIGUOUS);
        assertThat(identify(sampleOfEve())).isEqualTo(OutcomeCase.AMBIGUOUS);

        bed.identification(EVE)
                .verify(VerifyRequest.newBuilder()
                        .setGalleryId("people")
                        .setCaptureNonce(Requests.nonce())
                        .setSample(sampleOfEve())
                        .build());
        assertThat(identify(sampleOfEve())).isEqualTo(OutcomeCase.IDENTIFIED);
    }

    @Test
    void theErasureOfOneMakesTheOtherIdentifiableAgain() {
        bed.enrolment(OPERATOR).enrolSubject(eve().addLookAlikes(ada("twins")).build());
        bed.enrolment(EVE)
                .eraseSubject(EraseSubjectRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setGalleryId("people")
                        .build());

        assertThat(identify(requests.sample(1, 0))).isEqualTo(OutcomeCase.IDENTIFIED);
        assertThat(subject(OPERATOR, "ada").getLookAlikesList()).isEmpty();
    }

    private EnrolSubjectRequest.Builder eve() {
        return requests.enrol("eve", 1).clearSamples().addSamples(sampleOfEve());
    }

    private BulkEnrolRequest.Builder bulk(long sequence) {
        return BulkEnrolRequest.newBuilder()
                .setSequence(sequence)
                .setGalleryId("people")
                .setSubjectId("eve")
                .setConsent(requests.consent())
                .addSamples(sampleOfEve());
    }

    /** At a cosine of about 0.7 to Ada's. */
    private static Sample sampleOfEve() {
        return Requests.sample(FACES.between(1, 2));
    }

    private static LookAlike ada(String reason) {
        return LookAlike.newBuilder().setSubjectId("ada").setReason(reason).build();
    }

    private GetSubjectResponse subject(Caller caller, String subject) {
        return bed.enrolment(caller)
                .getSubject(GetSubjectRequest.newBuilder()
                        .setGalleryId("people")
                        .setSubjectId(subject)
                        .build());
    }

    private OutcomeCase identify(Sample sample) {
        return bed.identification(TERMINAL)
                .identifyOnce(requests.identify(1, 0).setSample(sample).build())
                .getDecision()
                .getOutcomeCase();
    }

    private static Problem problem(ThrowingCallable call) {
        return Problem.from(catchThrowable(call)).orElseThrow();
    }
}

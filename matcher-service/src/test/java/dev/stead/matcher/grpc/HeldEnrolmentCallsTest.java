package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stead.matcher.testing.Directions;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.AddTemplateRequest;
import dev.stead.matcher.v1.Decision.OutcomeCase;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.GetSubjectRequest;
import dev.stead.matcher.v1.HeldEnrolment;
import dev.stead.matcher.v1.ListHeldEnrolmentsRequest;
import dev.stead.matcher.v1.LookAlike;
import dev.stead.matcher.v1.RejectHeldEnrolmentRequest;
import dev.stead.matcher.v1.ReleaseHeldEnrolmentRequest;
import dev.stead.matcher.v1.ReleaseHeldEnrolmentResponse;
import dev.stead.matcher.v1.Subject;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with what is held: {@code bob} is enrolled, {@code eve} looks like him and enrols herself. */
class HeldEnrolmentCallsTest {
    private static final Caller OPERATOR = new Caller.Operator("o-1");
    private static final Caller TERMINAL = new Caller.Terminal("t-7");
    private static final Caller EVE = new Caller.Person("eve");

    private final Directions directions = new Directions(Faces.DIMENSION, new Random(11));
    private final float[] bob = directions.any();
    private final float[] eve = directions.at(0.65, bob);
    private MatcherBed bed;
    private Requests requests;

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder);
        requests = new Requests(new Faces(7), bed.clock.instant());
        bed.enrolment(OPERATOR).enrolSubject(enrolment("bob", bob));
        enrolEve();
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void whatIsHeldIdentifiesNobodyAndPushesNobodyOut() {
        for (int i = 0; i < 40; i++) {
            bed.enrolment(new Caller.Person("p-" + i)).enrolSubject(enrolment("", directions.at(0.95, bob)));
        }

        assertThat(held()).hasSize(41);
        assertThat(identify(bob)).isEqualTo(OutcomeCase.IDENTIFIED);
        assertThat(identify(directions.at(0.99, directions.at(0.3, eve)))).isEqualTo(OutcomeCase.NOT_IDENTIFIED);
        bed.restart();
        assertThat(held()).hasSize(41);
        assertThat(identify(bob)).isEqualTo(OutcomeCase.IDENTIFIED);
    }

    @Test
    void anOperatorListsWhatIsHeldTheOldestFirst() {
        bed.clock.advance(Duration.ofMinutes(1));
        bed.enrolment(new Caller.Person("ann")).enrolSubject(enrolment("", directions.at(0.6, bob)));

        assertThat(held()).extracting(HeldEnrolment::getSubjectId).containsExactly("eve", "ann");
        HeldEnrolment first = held().getFirst();
        assertThat(first.getLookAlikeSubjectIdsList()).containsExactly("bob");
        assertThat(first.getTemplateCount()).isOne();
        assertThat(first.getAdded()).isFalse();
        assertThat(first.getHoldTime().getSeconds())
                .isEqualTo(bed.clock.instant().getEpochSecond() - 60);
    }

    @Test
    void whoIsReleasedIsFoundAndIsALookAlikeOnRecord() {
        ReleaseHeldEnrolmentRequest request =
                release("eve").addLookAlikes(bob()).build();

        ReleaseHeldEnrolmentResponse released = bed.enrolment(OPERATOR).releaseHeldEnrolment(request);

        assertThat(bed.enrolment(OPERATOR).releaseHeldEnrolment(request))
                .as("a repeat")
                .isEqualTo(released);
        assertThat(released.getSubject()).isEqualTo(subject("eve"));
        assertThat(held()).isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThat(identify(bob)).isEqualTo(OutcomeCase.AMBIGUOUS);
            assertThat(identify(eve)).isEqualTo(OutcomeCase.AMBIGUOUS);
            assertThat(verify(eve)).isEqualTo(OutcomeCase.IDENTIFIED);
            assertThat(identify(eve)).isEqualTo(OutcomeCase.IDENTIFIED);
            bed.restart();
        }
    }

    @Test
    void nobodyIsReleasedWhileSomebodyIsNotNamed() {
        Problem problem = problem(() ->
                bed.enrolment(OPERATOR).releaseHeldEnrolment(release("eve").build()));

        assertThat(problem.reason()).isEqualTo("WRONG_PERSON");
        assertThat(problem.metadata()).containsEntry("look_alikes", "bob");
        assertThat(held()).hasSize(1);
    }

    @Test
    void whatIsNotHeldIsNotDecided() {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> bed.enrolment(OPERATOR)
                        .releaseHeldEnrolment(release("bob").build()),
                () -> bed.enrolment(OPERATOR).rejectHeldEnrolment(reject("bob")),
                () -> bed.enrolment(OPERATOR).rejectHeldEnrolment(reject("nobody")))) {
            assertThat(problem(call).reason()).isEqualTo("HELD_ENROLMENT_UNKNOWN");
        }
        assertThat(subject("bob").getTemplateCount()).isOne();
    }

    @Test
    void whoIsRejectedIsGoneAndMayEnrolAgainAtOnce() {
        RejectHeldEnrolmentRequest request = reject("eve");
        bed.enrolment(OPERATOR).rejectHeldEnrolment(request);
        bed.enrolment(OPERATOR).rejectHeldEnrolment(request);

        assertThat(held()).isEmpty();
        assertThat(problem(() -> subject("eve")).reason()).isEqualTo("SUBJECT_UNKNOWN");
        bed.enrolment(EVE).enrolSubject(enrolment("", directions.any()));
        assertThat(held()).isEmpty();
    }

    @Test
    void theErasureOfEitherErasesWhatIsHeld() {
        erase("eve");
        assertThat(held()).isEmpty();
        enrolEve();
        assertThat(held()).hasSize(1);

        erase("bob");

        assertThat(held()).isEmpty();
        assertThat(problem(() -> subject("eve")).reason()).isEqualTo("SUBJECT_UNKNOWN");
    }

    @Test
    void anAddedTemplateIsHeldReleasedAndRejectedAloneAndTheEnrolmentStays() {
        float[] ann = directions.any();
        float[] between = Directions.mixed(0.45, ann, Math.sqrt(1 - 0.45 * 0.45), bob);
        Caller phone = new Caller.Person("ann");
        bed.clock.advance(Duration.ofSeconds(1));
        bed.enrolment(phone).enrolSubject(enrolment("", ann));
        bed.enrolment(phone).addTemplate(addition(between));
        HeldEnrolment added = held().getLast();
        assertThat(added.getSubjectId()).isEqualTo("ann");
        assertThat(added.getAdded()).isTrue();
        assertThat(added.getLookAlikeSubjectIdsList()).containsExactly("bob");
        assertThat(identify(between)).as("by the added template").isEqualTo(OutcomeCase.IDENTIFIED);
        assertThat(subject("ann").getTemplateCount()).isEqualTo(2);

        bed.enrolment(OPERATOR).rejectHeldEnrolment(reject("ann"));
        assertThat(subject("ann").getTemplateCount()).isOne();
        assertThat(identify(ann)).isEqualTo(OutcomeCase.IDENTIFIED);

        bed.clock.advance(Duration.ofDays(7));
        bed.enrolment(phone).addTemplate(addition(between));
        bed.enrolment(OPERATOR)
                .releaseHeldEnrolment(release("ann").addLookAlikes(bob()).build());
        assertThat(held()).extracting(HeldEnrolment::getSubjectId).containsExactly("eve");
        assertThat(subject("ann").getTemplateCount()).isEqualTo(2);
        assertThat(identify(between)).isEqualTo(OutcomeCase.AMBIGUOUS);
    }

    @Test
    void whatIsAddedToAHeldEnrolmentIsHeldToo() {
        bed.enrolment(EVE).addTemplate(addition(directions.at(0.5, eve)));

        assertThat(held().getFirst().getTemplateCount()).isEqualTo(2);
        assertThat(held().getFirst().getAdded()).isFalse();
    }

    @Test
    void whatNobodyDecidesIsErasedAfterThirtyDays() {
        bed.clock.advance(Duration.ofDays(30));
        bed.eraseUndecided();
        assertThat(held()).hasSize(1);

        bed.clock.advance(Duration.ofSeconds(1));
        bed.eraseUndecided();

        assertThat(held()).isEmpty();
        assertThat(problem(() -> subject("eve")).reason()).isEqualTo("SUBJECT_UNKNOWN");
        assertThat(subject("bob").getTemplateCount()).isOne();
    }

    private void enrolEve() {
        bed.enrolment(EVE).enrolSubject(enrolment("", eve));
    }

    private EnrolSubjectRequest enrolment(String subject, float[] face) {
        return requests.enrol(subject, 0)
                .clearSamples()
                .addSamples(Requests.sample(face))
                .build();
    }

    private static AddTemplateRequest addition(float[] face) {
        return AddTemplateRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGalleryId("people")
                .setSample(Requests.sample(face))
                .build();
    }

    private List<HeldEnrolment> held() {
        return bed.enrolment(OPERATOR)
                .listHeldEnrolments(ListHeldEnrolmentsRequest.newBuilder()
                        .setGalleryId("people")
                        .build())
                .getHeldEnrolmentsList();
    }

    private static ReleaseHeldEnrolmentRequest.Builder release(String subject) {
        return ReleaseHeldEnrolmentRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGalleryId("people")
                .setSubjectId(subject);
    }

    private static RejectHeldEnrolmentRequest reject(String subject) {
        return RejectHeldEnrolmentRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGalleryId("people")
                .setSubjectId(subject)
                .build();
    }

    private static LookAlike bob() {
        return LookAlike.newBuilder().setSubjectId("bob").setReason("brothers").build();
    }

    private void erase(String subject) {
        bed.enrolment(OPERATOR)
                .eraseSubject(EraseSubjectRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setGalleryId("people")
                        .setSubjectId(subject)
                        .build());
    }

    private Subject subject(String subject) {
        return bed.enrolment(OPERATOR)
                .getSubject(GetSubjectRequest.newBuilder()
                        .setGalleryId("people")
                        .setSubjectId(subject)
                        .build())
                .getSubject();
    }

    private OutcomeCase identify(float[] face) {
        return bed.identification(TERMINAL)
                .identifyOnce(
                        requests.identify(0, 0).setSample(Requests.sample(face)).build())
                .getDecision()
                .getOutcomeCase();
    }

    private OutcomeCase verify(float[] face) {
        return bed.identification(EVE)
                .verify(VerifyRequest.newBuilder()
                        .setGalleryId("people")
                        .setCaptureNonce(Requests.nonce())
                        .setSample(Requests.sample(face))
                        .build())
                .getDecision()
                .getOutcomeCase();
    }

    private static Problem problem(ThrowingCallable call) {
        return Problem.from(catchThrowable(call)).orElseThrow();
    }
}

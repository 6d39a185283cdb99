package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.AddTemplateRequest;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.Embedding;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.FloatValues;
import dev.stead.matcher.v1.GetGalleryRequest;
import dev.stead.matcher.v1.GetSubjectRequest;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.Sample;
import dev.stead.matcher.v1.VerifyErasureRequest;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.Collections;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent: one reason, no effect, nothing biometric in the answer. */
class BadInputTest {
    private static final Caller OPERATOR = new Caller.Operator("o-1");
    private static final Caller TERMINAL = new Caller.Terminal("t-7");
    private static final Caller ADA = new Caller.Person("ada");

    private final Faces faces = new Faces(1);
    private MatcherBed bed;
    private Requests requests;

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder);
        requests = new Requests(faces, bed.clock.instant());
        bed.enrolment(OPERATOR).enrolSubject(requests.enrol("ada", 1).build());
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    static Stream<Arguments> badSamples() {
        float[] good = new Faces(1).raw(1, 3);
        return Stream.of(
                bad("no sample", _ -> Sample.getDefaultInstance(), "EMBEDDING_MISSING", Code.INVALID_ARGUMENT),
                embedding("no numbers", Embedding.Builder::clearValues, "EMBEDDING_MISSING"),
                embedding("no bytes", e -> e.setFloat32Le(ByteString.EMPTY), "EMBEDDING_LENGTH"),
                embedding("half a float", e -> e.setFloat32Le(ByteString.copyFrom(new byte[513])), "EMBEDDING_LENGTH"),
                embedding("too short", e -> e.setFloats(floats(64, 1f)), "EMBEDDING_LENGTH"),
                embedding("another dimension", e -> e.setFloats(floats(256, 1f)), "EMBEDDING_LENGTH"),
                embedding("too long", e -> e.setFloats(floats(5_000, 1f)), "EMBEDDING_LENGTH"),
                embedding("zero", e -> e.setFloats(floats(128, 0f)), "EMBEDDING_ZERO"),
                bad("NaN", _ -> with(good, 7, Float.NaN), "EMBEDDING_NOT_FINITE", Code.INVALID_ARGUMENT),
                bad(
                        "infinite",
                        _ -> with(good, 127, Float.NEGATIVE_INFINITY),
                        "EMBEDDING_NOT_FINITE",
                        Code.INVALID_ARGUMENT),
                bad(
                        "no model",
                        sample -> sample.toBuilder()
                                .setEmbedding(sample.getEmbedding().toBuilder().clearModel())
                                .build(),
                        "MODEL_MISMATCH",
                        Code.FAILED_PRECONDITION),
                bad(
                        "unknown model",
                        sample -> sample.toBuilder()
                                .setEmbedding(sample.getEmbedding().toBuilder().setModel("who-knows@9"))
                                .build(),
                        "MODEL_MISMATCH",
                        Code.FAILED_PRECONDITION),
                bad(
                        "no quality",
                        sample -> sample.toBuilder().clearQuality().build(),
                        "QUALITY_TOO_LOW",
                        Code.FAILED_PRECONDITION),
                bad(
                        "negative quality",
                        sample -> sample.toBuilder().setQuality(-1).build(),
                        "QUALITY_INVALID",
                        Code.INVALID_ARGUMENT),
                bad(
                        "too much quality",
                        sample -> sample.toBuilder().setQuality(101).build(),
                        "QUALITY_INVALID",
                        Code.INVALID_ARGUMENT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSamples")
    void aBadSampleIsRefusedWhereverItComesIn(String name, UnaryOperator<Sample> spoil, String reason, Code code) {
        Sample bad = spoil.apply(requests.sample(1, 3));

        assertProblem(
                () -> bed.identification(TERMINAL)
                        .identifyOnce(requests.identify(1, 1).setSample(bad).build()),
                code,
                reason);
        assertProblem(
                () -> bed.identification(ADA)
                        .verify(VerifyRequest.newBuilder()
                                .setGalleryId("people")
                                .setCaptureNonce(Requests.nonce())
                                .setSample(bad)
                                .build()),
                code,
                reason);
        assertProblem(
                () -> bed.enrolment(OPERATOR)
                        .enrolSubject(requests.enrol("bob", 2)
                                .clearSamples()
                                .addSamples(bad)
                                .build()),
                code,
                reason);
        assertProblem(
                () -> bed.enrolment(OPERATOR)
                        .addTemplate(AddTemplateRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setGalleryId("people")
                                .setSubjectId("ada")
                                .setSample(bad)
                                .build()),
                code,
                reason);
    }

    static Stream<Arguments> badEnrolments() {
        return Stream.of(
                enrolment("no request id", e -> e.clearRequestId(), Code.INVALID_ARGUMENT, "REQUEST_ID_INVALID"),
                enrolment(
                        "a request id of its own",
                        e -> e.setRequestId("1"),
                        Code.INVALID_ARGUMENT,
                        "REQUEST_ID_INVALID"),
                enrolment("no gallery", e -> e.clearGalleryId(), Code.NOT_FOUND, "GALLERY_UNKNOWN"),
                enrolment("unknown gallery", e -> e.setGalleryId("cats"), Code.NOT_FOUND, "GALLERY_UNKNOWN"),
                enrolment("no subject", e -> e.clearSubjectId(), Code.INVALID_ARGUMENT, "SUBJECT_ID_INVALID"),
                enrolment(
                        "a path as subject", e -> e.setSubjectId("../x"), Code.INVALID_ARGUMENT, "SUBJECT_ID_INVALID"),
                enrolment("no consent", e -> e.clearConsent(), Code.INVALID_ARGUMENT, "CONSENT_INVALID"),
                enrolment(
                        "consent to nothing",
                        e -> e.setConsent(e.getConsent().toBuilder().clearPolicyVersion()),
                        Code.INVALID_ARGUMENT,
                        "CONSENT_INVALID"),
                enrolment(
                        "consent without a time",
                        e -> e.setConsent(e.getConsent().toBuilder().clearGrantTime()),
                        Code.INVALID_ARGUMENT,
                        "CONSENT_INVALID"),
                enrolment(
                        "consent of tomorrow",
                        e -> e.setConsent(e.getConsent().toBuilder()
                                .setGrantTime(Timestamp.newBuilder().setSeconds(1_900_000_000L))),
                        Code.INVALID_ARGUMENT,
                        "CONSENT_INVALID"),
                enrolment(
                        "consent at the end of time",
                        e -> e.setConsent(e.getConsent().toBuilder()
                                .setGrantTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))),
                        Code.INVALID_ARGUMENT,
                        "CONSENT_INVALID"),
                consent(
                        "consent before its second",
                        c -> c.getGrantTimeBuilder().setNanos(-1)),
                consent("consent after its second", c -> c.getGrantTimeBuilder().setNanos(1_000_000_000)),
                consent("consent to nothing that is seen", c -> c.setPolicyVersion("\u00A0")),
                consent("consent to two lines", c -> c.setPolicyVersion("2026\n11")),
                consent("consent to a NUL", c -> c.setPolicyVersion("2026\u000011")),
                consent("consent to a text turned round", c -> c.setPolicyVersion("2026\u202E11")),
                enrolment("no samples", e -> e.clearSamples(), Code.INVALID_ARGUMENT, "SAMPLE_COUNT_INVALID"),
                enrolment(
                        "eleven samples",
                        e -> e.addAllSamples(Collections.nCopies(9, e.getSamples(0))),
                        Code.INVALID_ARGUMENT,
                        "SAMPLE_COUNT_INVALID"),
                enrolment(
                        "samples of two people",
                        e -> e.addSamples(Requests.sample(new Faces(1).raw(3, 0))),
                        Code.FAILED_PRECONDITION,
                        "SAMPLES_DISAGREE"),
                enrolment("an enrolled subject", e -> e.setSubjectId("ada"), Code.ALREADY_EXISTS, "SUBJECT_EXISTS"),
                enrolment(
                        "an enrolled face",
                        e -> e.clearSamples().addSamples(Requests.sample(new Faces(1).raw(1, 8))),
                        Code.FAILED_PRECONDITION,
                        "WRONG_PERSON"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badEnrolments")
    void aBadEnrolmentIsRefusedAndNobodyIsEnrolled(
            String name, UnaryOperator<EnrolSubjectRequest.Builder> spoil, Code code, String reason) {
        EnrolSubjectRequest bad = spoil.apply(requests.enrol("bob", 2)).build();

        assertProblem(() -> bed.enrolment(OPERATOR).enrolSubject(bad), code, reason);

        assertThat(bed.enrolment(OPERATOR)
                        .getGallery(GetGalleryRequest.newBuilder()
                                .setGalleryId("people")
                                .build())
                        .getGallery()
                        .getSubjectCount())
                .isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 4_000})
    void aNonceOfAnotherLengthIsRefused(int bytes) {
        IdentifyOnceRequest bad = requests.identify(1, 3)
                .setCaptureNonce(ByteString.copyFrom(new byte[bytes]))
                .build();

        assertProblem(() -> bed.identification(TERMINAL).identifyOnce(bad), Code.INVALID_ARGUMENT, "NONCE_INVALID");
    }

    @Test
    void aDecidedPresentationIsNotDecidedAgain() {
        IdentifyOnceRequest request = requests.identify(1, 3).build();
        bed.identification(TERMINAL).identifyOnce(request);

        assertProblem(() -> bed.identification(TERMINAL).identifyOnce(request), Code.FAILED_PRECONDITION, "NONCE_USED");
    }

    @Test
    void aRequestIdServesOneContent() {
        EnrolSubjectRequest request = requests.enrol("bob", 2).build();
        var first = bed.enrolment(OPERATOR).enrolSubject(request);

        assertThat(bed.enrolment(OPERATOR).enrolSubject(request)).isEqualTo(first);
        bed.restart();
        assertThat(bed.enrolment(OPERATOR).enrolSubject(request)).isEqualTo(first);
        for (UnaryOperator<EnrolSubjectRequest.Builder> change : Stream.<UnaryOperator<EnrolSubjectRequest.Builder>>of(
                        e -> e.setSubjectId("eve"),
                        e -> e.setConsent(e.getConsent().toBuilder().setPolicyVersion("2")),
                        e -> e.removeSamples(1),
                        e -> e.setSamples(0, e.getSamples(0).toBuilder().setQuality(81)))
                .toList()) {
            assertProblem(
                    () -> bed.enrolment(OPERATOR)
                            .enrolSubject(change.apply(request.toBuilder()).build()),
                    Code.FAILED_PRECONDITION,
                    "REQUEST_ID_REUSED");
        }
        assertProblem(
                () -> bed.enrolment(OPERATOR)
                        .eraseSubject(EraseSubjectRequest.newBuilder()
                                .setRequestId(request.getRequestId())
                                .setGalleryId("people")
                                .setSubjectId("bob")
                                .build()),
                Code.FAILED_PRECONDITION,
                "REQUEST_ID_REUSED");
    }

    @Test
    void whoIsNotThereIsNotFound() {
        assertProblem(
                () -> bed.enrolment(OPERATOR)
                        .getSubject(GetSubjectRequest.newBuilder()
                                .setGalleryId("people")
                                .setSubjectId("bob")
                                .build()),
                Code.NOT_FOUND,
                "SUBJECT_UNKNOWN");
        assertProblem(
                () -> bed.enrolment(OPERATOR)
                        .eraseSubject(EraseSubjectRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setGalleryId("people")
                                .setSubjectId("bob")
                                .build()),
                Code.NOT_FOUND,
                "SUBJECT_UNKNOWN");
        for (String receipt : new String[] {"", "1", UUID.randomUUID().toString()}) {
            assertProblem(
                    () -> bed.enrolment(OPERATOR)
                            .verifyErasure(VerifyErasureRequest.newBuilder()
                                    .setReceiptId(receipt)
                                    .build()),
                    Code.NOT_FOUND,
                    "RECEIPT_UNKNOWN");
        }
    }

    @Test
    void aPersonNamesNobody() {
        assertProblem(
                () -> bed.enrolment(ADA)
                        .getSubject(GetSubjectRequest.newBuilder()
                                .setGalleryId("people")
                                .setSubjectId("ada")
                                .build()),
                Code.INVALID_ARGUMENT,
                "SUBJECT_ID_NOT_ALLOWED");
        assertProblem(
                () -> bed.enrolment(ADA).enrolSubject(requests.enrol("bob", 2).build()),
                Code.INVALID_ARGUMENT,
                "SUBJECT_ID_NOT_ALLOWED");
    }

    @Test
    void aPersonSeesTheirOwnReceiptsOnly() {
        String receipt = bed.enrolment(ADA)
                .eraseSubject(EraseSubjectRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setGalleryId("people")
                        .build())
                .getReceipt()
                .getReceiptId();
        var asked = VerifyErasureRequest.newBuilder().setReceiptId(receipt).build();

        assertThat(bed.enrolment(ADA).verifyErasure(asked).getErased()).isTrue();
        assertProblem(
                () -> bed.enrolment(new Caller.Person("eve")).verifyErasure(asked), Code.NOT_FOUND, "RECEIPT_UNKNOWN");
    }

    /** No digit of the probe and no similarity may be in what a caller sees of an error. */
    private static void assertProblem(ThrowingCallable call, Code code, String reason) {
        Throwable thrown = catchThrowable(call);
        Problem problem = Problem.from(thrown).orElseThrow(() -> new AssertionError("no problem", thrown));
        assertThat(problem.reason()).isEqualTo(reason);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.message()).doesNotContainPattern("[0-9]\\.[0-9]{2}").endsWith(".");
    }

    private static Arguments bad(String name, UnaryOperator<Sample> spoil, String reason, Code code) {
        return Arguments.of(name, spoil, reason, code);
    }

    private static Arguments embedding(String name, UnaryOperator<Embedding.Builder> spoil, String reason) {
        UnaryOperator<Sample> whole = sample -> sample.toBuilder()
                .setEmbedding(spoil.apply(sample.getEmbedding().toBuilder()))
                .build();
        return bad(name, whole, reason, Code.INVALID_ARGUMENT);
    }

    private static Arguments consent(String name, Consumer<Consent.Builder> spoil) {
        UnaryOperator<EnrolSubjectRequest.Builder> change = enrolment -> {
            spoil.accept(enrolment.getConsentBuilder());
            return enrolment;
        };
        return enrolment(name, change, Code.INVALID_ARGUMENT, "CONSENT_INVALID");
    }

    private static Arguments enrolment(
            String name, UnaryOperator<EnrolSubjectRequest.Builder> spoil, Code code, String reason) {
        return Arguments.of(name, spoil, code, reason);
    }

    private static FloatValues floats(int count, float value) {
        return FloatValues.newBuilder()
                .addAllValues(Collections.nCopies(count, value))
                .build();
    }

    private static Sample with(float[] values, int at, float bad) {
        float[] changed = values.clone();
        changed[at] = bad;
        return Requests.sample(changed);
    }
}

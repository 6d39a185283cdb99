package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.AddTemplateRequest;
import dev.stead.matcher.v1.Decision;
import dev.stead.matcher.v1.Decision.OutcomeCase;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.GetGalleryRequest;
import dev.stead.matcher.v1.VerifyErasureRequest;
import dev.stead.matcher.v1.VerifyErasureResponse;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.Problem;
import dev.stead.mesh.audit.Act;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.SecretsInLog;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the matcher is for, through its contract, on a real store. */
class JourneyTest {
    private static final Caller OPERATOR = new Caller.Operator("o-1");
    private static final Caller TERMINAL = new Caller.Terminal("t-7");

    @RegisterExtension
    private final SecretsInLog log = SecretsInLog.ofWords(
            IntStream.range(0, 20).mapToObj(person -> "s-" + person).toArray(String[]::new));

    private MatcherBed bed;
    private Requests requests;

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder);
        requests = new Requests(new Faces(1), bed.clock.instant());
        for (int person = 0; person < 20; person++) {
            for (int take : new int[] {0, 1, 9}) {
                float[] raw = new Faces(1).raw(person, take);
                log.addEmbedding(raw);
                log.addEmbedding(Embedding.normalised(raw).values());
            }
            bed.enrolment(OPERATOR)
                    .enrolSubject(requests.enrol("s-" + person, person).build());
        }
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void recognisesAnEnrolledSubjectByAnotherSampleAndSaysSoInASignedAssertion() throws Exception {
        Decision decision = identify(3);

        assertThat(decision.getOutcomeCase()).isEqualTo(OutcomeCase.IDENTIFIED);
        SignedJWT jwt = SignedJWT.parse(decision.getIdentified().getAssertion().getJws());
        var key = JWKSet.load(bed.assertionKeys.publicKeys().toFile())
                .getKeys()
                .getFirst()
                .toOctetKeyPair();
        assertThat(jwt.verify(new Ed25519Verifier(key))).isTrue();
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("stead-identity+jwt");
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("s-3");
        assertThat(claims.getIssuer()).isEqualTo("stead:matcher");
        assertThat(claims.getAudience()).containsExactly("stead:task");
        assertThat(claims.getStringClaim("cap")).isEqualTo("terminal");
        assertThat(claims.getStringClaim("trm")).isEqualTo("t-7");
        assertThat(claims.getStringClaim("gal")).isEqualTo("people");
        assertThat(claims.getStringClaim("non")).hasSize(22);
        assertThat(claims.getStringClaim("loa")).isEqualTo("identified");
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(bed.clock.instant()));
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(bed.clock.instant().plusSeconds(60)));
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder(
                        "iss", "sub", "aud", "cap", "trm", "gal", "enr", "non", "loa", "pad", "cal", "jti", "iat",
                        "exp", "ring", "rsz");
        assertThat(claims.getStringClaim("ring")).isEqualTo("all");
        assertThat(claims.getLongClaim("rsz")).as("20 people").isEqualTo(100);
    }

    @Test
    void recognisesNobodyInAStranger() {
        assertThat(identify(99).getOutcomeCase()).isEqualTo(OutcomeCase.NOT_IDENTIFIED);
    }

    @Test
    void callsSomebodyBetweenTwoSubjectsAmbiguous() {
        var request = requests.identify(0, 0)
                .setSample(Requests.sample(new Faces(1).between(4, 5)))
                .build();

        assertThat(bed.identification(TERMINAL)
                        .identifyOnce(request)
                        .getDecision()
                        .getOutcomeCase())
                .isEqualTo(OutcomeCase.AMBIGUOUS);
    }

    @Test
    void verifiesAPersonAsThemselvesOnly() throws Exception {
        var self = bed.identification(new Caller.Person("s-2"));

        Decision right = self.verify(verify(2)).getDecision();
        assertThat(self.verify(verify(3)).getDecision().getOutcomeCase()).isEqualTo(OutcomeCase.NOT_IDENTIFIED);

        var claims =
                SignedJWT.parse(right.getIdentified().getAssertion().getJws()).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("s-2");
        assertThat(claims.getStringClaim("cap")).isEqualTo("phone");
        assertThat(claims.getClaim("trm")).isNull();
        assertThat(claims.getStringClaim("loa")).isEqualTo("verified");
        assertThat(claims.getClaim("ring")).as("compared with one person").isNull();
    }

    @Test
    void theAuditLogIsToldHowManyAnswersEachTerminalGotAndNobodysName() {
        identify(3);
        identify(4);
        identify(99);
        assertThat(bed.identification(new Caller.Person("s-2"))
                        .verify(verify(3))
                        .hasDecision())
                .isTrue();

        assertThat(bed.countedAnswers())
                .extracting(Act::name, Act::objects)
                .containsExactly(tuple(
                        "answers.counted",
                        List.of(
                                "gallery/people",
                                "person/not_identified=1",
                                "terminal/t-7:identified=2,not_identified=1")));
    }

    @Test
    void findsWhatItAcknowledgedAfterACrash() {
        bed.restart();

        for (int person = 0; person < 20; person++) {
            assertThat(identify(person).hasIdentified()).isTrue();
        }
    }

    @Test
    void neverReturnsWhatItErasedNeitherNowNorAfterACrash() {
        var receipt = bed.enrolment(OPERATOR).eraseSubject(erase("s-5")).getReceipt();
        assertThat(receipt.getErasedTemplates()).isEqualTo(2);
        assertThat(identify(5).getOutcomeCase()).isEqualTo(OutcomeCase.NOT_IDENTIFIED);

        bed.restart();

        assertThat(identify(5).getOutcomeCase()).isEqualTo(OutcomeCase.NOT_IDENTIFIED);
        VerifyErasureResponse verified = bed.enrolment(OPERATOR)
                .verifyErasure(VerifyErasureRequest.newBuilder()
                        .setReceiptId(receipt.getReceiptId())
                        .build());
        assertThat(verified.getErased()).isTrue();
        assertThat(verified.getReceipt()).isEqualTo(receipt);
    }

    @Test
    void personsEnrolAddAndEraseThemselves() {
        var person = bed.enrolment(new Caller.Person("p-1"));
        person.enrolSubject(requests.enrol("", 50).build());

        var subject = person.addTemplate(AddTemplateRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setGalleryId("people")
                        .setSample(requests.sample(50, 7))
                        .build())
                .getSubject();

        assertThat(subject.getSubjectId()).isEqualTo("p-1");
        assertThat(subject.getTemplateCount()).isEqualTo(3);
        assertThat(identify(50).hasIdentified()).isTrue();
        person.eraseSubject(erase(""));
        assertThat(identify(50).hasNotIdentified()).isTrue();
    }

    /** What a stolen token alone can do about the face of whoever it was stolen from. */
    @Test
    void aTokenAloneDoesNotPutAnotherFaceInThePlaceOfOne() throws Exception {
        var person = bed.enrolment(new Caller.Person("s-5"));
        person.eraseSubject(erase(""));
        bed.restart();

        var thief = bed.enrolment(new Caller.Person("s-5"));
        assertThatThrownBy(() -> thief.enrolSubject(requests.enrol("", 70).build()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    Problem problem = Problem.from(e).orElseThrow();
                    assertThat(problem.reason()).isEqualTo("ENROLMENT_WAITS");
                    assertThat(problem.metadata()).containsEntry("possible_from", "2026-11-26T09:00:00Z");
                });
        assertThat(identify(70).hasNotIdentified()).isTrue();

        bed.enrolment(OPERATOR).enrolSubject(requests.enrol("s-5", 5).build());
        assertThat(identify(5).hasIdentified()).isTrue();
        EraseSubjectRequest proven = erase("").toBuilder()
                .setProof(requests.sample(5, 9))
                .setCaptureNonce(Requests.nonce())
                .build();
        var receipt = thief.eraseSubject(proven).getReceipt();
        assertThat(thief.eraseSubject(proven.toBuilder()
                                .setProof(requests.sample(5, 8))
                                .setCaptureNonce(Requests.nonce())
                                .build())
                        .getReceipt())
                .as("a repeat; of the sample nothing is remembered")
                .isEqualTo(receipt);
        thief.enrolSubject(requests.enrol("", 5).build());
        assertThat(identify(5).hasIdentified()).isTrue();
    }

    @Test
    void enrolsAgainAfterAnErasure() {
        bed.enrolment(OPERATOR).eraseSubject(erase("s-5"));
        bed.enrolment(OPERATOR).enrolSubject(requests.enrol("s-5", 5).build());

        assertThat(identify(5).hasIdentified()).isTrue();
    }

    @Test
    void anAssertionTellsAnEnrolmentFromTheNextOfTheSameSubject() throws Exception {
        String first = generation(5);
        assertThat(first).isNotEqualTo(generation(6));
        bed.enrolment(OPERATOR)
                .addTemplate(AddTemplateRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setGalleryId("people")
                        .setSubjectId("s-5")
                        .setSample(requests.sample(5, 7))
                        .build());
        bed.restart();
        assertThat(generation(5)).isEqualTo(first);
        var phone = bed.identification(new Caller.Person("s-5"));
        assertThat(generation(phone.verify(verify(5)).getDecision())).isEqualTo(first);

        bed.enrolment(OPERATOR).eraseSubject(erase("s-5"));
        bed.enrolment(OPERATOR).enrolSubject(requests.enrol("s-5", 5).build());

        assertThat(generation(5)).isNotEqualTo(first);
    }

    private String generation(int person) throws Exception {
        return generation(identify(person));
    }

    private static String generation(Decision decision) throws Exception {
        return SignedJWT.parse(decision.getIdentified().getAssertion().getJws())
                .getJWTClaimsSet()
                .getStringClaim("enr");
    }

    @Test
    void tellsTheFactsOfAGallery() {
        var gallery = bed.enrolment(TERMINAL)
                .getGallery(
                        GetGalleryRequest.newBuilder().setGalleryId("people").build())
                .getGallery();

        assertThat(gallery.getModel()).isEqualTo(Faces.MODEL.value());
        assertThat(gallery.getDimension()).isEqualTo(Faces.DIMENSION);
        assertThat(gallery.getSubjectCount()).isEqualTo(20);
        assertThat(gallery.getTemplateCount()).isEqualTo(40);
        assertThat(gallery.getEpoch()).isEqualTo(40);
    }

    private Decision identify(int person) {
        return bed.identification(TERMINAL)
                .identifyOnce(requests.identify(person, 9).build())
                .getDecision();
    }

    private VerifyRequest verify(int person) {
        return VerifyRequest.newBuilder()
                .setGalleryId("people")
                .setCaptureNonce(Requests.nonce())
                .setSample(requests.sample(person, 9))
                .build();
    }

    private static EraseSubjectRequest erase(String subject) {
        return EraseSubjectRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGalleryId("people")
                .setSubjectId(subject)
                .build();
    }
}

package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.Decision;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.Sample;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.UnsetFields;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every field of an answer and every claim of an assertion, each with a value of its own. */
class MatcherAnswersTest {
    private static final Caller OPERATOR = new Caller.Operator("o-1");

    @Test
    void aSubjectHasEveryFieldInItsPlace() {
        var message = Messages.of(new Subject(
                new SubjectId("s-1"),
                new GalleryId("people"),
                3,
                new Consent("policy-4", Instant.ofEpochSecond(5, 6_000)),
                Instant.ofEpochSecond(7, 8_000)));

        assertThat(UnsetFields.of(message)).isEmpty();
        assertThat(text(message))
                .isEqualTo(
                        "subject_id: \"s-1\" gallery_id: \"people\" template_count: 3 consent { policy_version: \"policy-4\""
                                + " grant_time { seconds: 5 nanos: 6000 } } create_time { seconds: 7 nanos: 8000 }");
    }

    @Test
    void aReceiptHasEveryFieldInItsPlace() {
        var message = Messages.of(
                new ErasureReceipt(new UUID(1, 2), new GalleryId("people"), 3, Instant.ofEpochSecond(4, 5_000)));

        assertThat(UnsetFields.of(message)).isEmpty();
        assertThat(text(message))
                .isEqualTo(
                        "receipt_id: \"00000000-0000-0001-0000-000000000002\" gallery_id: \"people\" erased_templates: 3"
                                + " erase_time { seconds: 4 nanos: 5000 }");
    }

    private static String text(com.google.protobuf.Message message) {
        return TextFormat.printer()
                .emittingSingleLine(true)
                .printToString(message)
                .strip();
    }

    @Test
    void anAssertionNamesTheGalleryTheCaptureAndThePlaceThatWereAsked(@TempDir Path folder) throws ParseException {
        try (var bed = new MatcherBed(folder)) {
            var requests = new Requests(new Faces(1), bed.clock.instant());
            bed.enrolment(OPERATOR).enrolSubject(requests.enrol("s-1", 1).build());
            EnrolSubjectRequest.Builder palm = requests.enrol("s-2", 1).setGalleryId("palms");
            palm.getSamplesBuilderList()
                    .forEach(sample -> sample.getEmbeddingBuilder().setModel("palm-model@2"));
            bed.enrolment(OPERATOR).enrolSubject(palm.build());

            IdentifyOnceRequest face = requests.identify(1, 5).build();
            Sample.Builder hand = face.getSample().toBuilder();
            hand.getEmbeddingBuilder().setModel("palm-model@2");
            IdentifyOnceRequest other = requests.identify(1, 5)
                    .setGalleryId("palms")
                    .setSample(hand)
                    .build();

            JWTClaimsSet faceClaims = claims(bed, face, "t-7");
            JWTClaimsSet palmClaims = claims(bed, other, "t-8");
            assertThat(said(faceClaims)).isEqualTo("s-1 at t-7 in people of " + nonce(face));
            assertThat(said(palmClaims)).isEqualTo("s-2 at t-8 in palms of " + nonce(other));
            assertThat(faceClaims.getJWTID()).isNotEqualTo(palmClaims.getJWTID());
        }
    }

    private static JWTClaimsSet claims(MatcherBed bed, IdentifyOnceRequest request, String terminal)
            throws ParseException {
        Decision decision = bed.identification(new Caller.Terminal(terminal))
                .identifyOnce(request)
                .getDecision();
        return SignedJWT.parse(decision.getIdentified().getAssertion().getJws()).getJWTClaimsSet();
    }

    private static String nonce(IdentifyOnceRequest request) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(request.getCaptureNonce().toByteArray());
    }

    private static String said(JWTClaimsSet claims) throws ParseException {
        return claims.getSubject() + " at " + claims.getStringClaim("trm") + " in " + claims.getStringClaim("gal")
                + " of " + claims.getStringClaim("non");
    }
}

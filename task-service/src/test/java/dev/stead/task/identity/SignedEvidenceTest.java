package dev.stead.task.identity;

import static dev.stead.task.domain.Sample.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.evidence.Evidence;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.task.TaskView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What surrounds the claims: who signed what about which task, when, and by which of the published keys. */
class SignedEvidenceTest {
    private static final Instant EXPORTED = Instant.parse("2026-11-24T11:12:13Z");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theEnvelopeNamesTypeKeyIssuerTaskAndTimeOfTheExport() throws Exception {
        Evidence.Signer signer =
                SignedEvidence.with(Optional.of(AssertionKeys.open(folder).privateKey()));
        var view = new TaskView(Sample.ready(Sample.payment(1)), Sample.order(Order.State.OPEN, null), "Bakery", null);
        SignedJWT jwt = SignedJWT.parse(signer.sign(new Evidence(
                view, "", new Evidence.Page(List.of(), List.of(), OptionalInt.empty()), Optional.empty(), EXPORTED)));

        assertThat(jwt.getHeader().toJSONObject())
                .containsOnlyKeys("typ", "alg", "kid")
                .containsEntry("typ", "stead-evidence+jwt")
                .containsEntry("alg", "EdDSA")
                .containsEntry(
                        "kid",
                        JWKSet.parse(signer.publicKeys()).getKeys().getFirst().getKeyID());
        assertThat(jwt.getJWTClaimsSet().getClaims()).containsOnlyKeys("iss", "iat", "sub", "evd");
        assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("stead:task");
        assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("task-1");
        assertThat(jwt.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(EXPORTED));
        assertThat(jwt.getJWTClaimsSet().getJSONObjectClaim("evd"))
                .extracting("order")
                .asString()
                .contains(ORDER.orderId().value());
    }

    @Test
    void whatIsPublishedCannotSign() throws Exception {
        Evidence.Signer signer =
                SignedEvidence.with(Optional.of(AssertionKeys.open(folder).privateKey()));
        assertThat(JWKSet.parse(signer.publicKeys()).getKeys()).hasSize(1).noneMatch(key -> key.isPrivate());
    }
}

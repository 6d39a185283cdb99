package dev.stead.matcher.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.util.Base64URL;
import dev.stead.matcher.domain.CaptureNonce;
import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.IdentityClaims;
import dev.stead.matcher.domain.Rings;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.EncryptionKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedAssertionSignerTest {
    @TempDir
    private Path folder = Path.of("");

    private EncryptionKeys keys() {
        Path file = folder.resolve("keys.json");
        EncryptionKeys.createIfAbsent(file);
        return EncryptionKeys.forAssertions(file);
    }

    private JwsAssertionSigner signer() {
        return JwsAssertionSigner.read(AssertionKeys.open(folder).privateKey(), "stead:matcher");
    }

    private static IdentityClaims claims() {
        return new IdentityClaims(
                new SubjectId("ada-lovelace"),
                CaptureSource.terminal("till-1"),
                new GalleryId("people"),
                UUID.fromString("7d5c2e39-7a63-4c3f-8c0e-4e2a7c6f5b11"),
                CaptureNonce.of(new byte[16]),
                50,
                IdentityClaims.Assurance.IDENTIFICATION,
                Optional.of(new IdentityClaims.Among(Rings.Kind.TERMINAL, 12)),
                7,
                Instant.parse("2026-11-23T09:00:00Z"));
    }

    @Test
    void insideIsWhatWasSigned() throws Exception {
        EncryptionKeys keys = keys();
        JWEObject jwe = JWEObject.parse(new EncryptedAssertionSigner(
                        claims -> "signed " + claims.subject().value(), keys)
                .sign(claims()));
        jwe.decrypt(new DirectDecrypter(keys.of(jwe.getHeader().getKeyID()).orElseThrow()));
        assertThat(jwe.getPayload()).hasToString("signed ada-lovelace");
    }

    /** Of the same person at the same place, a terminal sees the same header, and nothing else that it saw before. */
    @Test
    void aTerminalLearnsNeitherTheSubjectNorThatItIsTheSameAsBefore() {
        var signer = new EncryptedAssertionSigner(signer(), keys());
        Set<String> seen = new HashSet<>();
        String header = "";
        for (int i = 0; i < 20; i++) {
            List<String> parts = List.of(signer.sign(claims()).split("\\.", -1));
            header = parts.getFirst();
            for (String part : parts.subList(2, 5)) {
                assertThat(seen.add(part)).isTrue();
                assertThat(new Base64URL(part).decode())
                        .asString(StandardCharsets.ISO_8859_1)
                        .doesNotContain("ada-lovelace", "people", "7d5c2e39");
            }
        }
        assertThat(new Base64URL(header).decodeToString())
                .contains("\"alg\":\"dir\"", "\"enc\":\"A256GCM\"")
                .doesNotContain("ada-lovelace", "\"sub\"", "\"enr\"");
    }
}

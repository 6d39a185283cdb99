package dev.stead.task.identity;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.TextFile;
import dev.stead.mesh.security.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The matcher's public keys, from a JWK set file (RFC 7517, Ed25519 keys of RFC 8037) that is read again when it has changed. A file that
 * cannot be read, or holds no key, leaves the keys as they were: one mistake must not stop every terminal. Thread-safe.
 */
final class JwksFile {
    private static final Logger LOG = LoggerFactory.getLogger(JwksFile.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);

    private final Path file;
    private final InstantSource clock;
    private volatile Keys keys;

    /** The verifiers by key id, as of a modification time of the file, which is checked again after a while. */
    private record Keys(Map<String, JWSVerifier> byId, FileTime changed, Instant checkedAt) {}

    /** @throws SettingsException if the file cannot be read or holds no Ed25519 key */
    JwksFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        try {
            this.keys = read(clock.instant());
        } catch (IOException | ParseException | GeneralSecurityException unreadable) {
            throw new SettingsException(
                    "STEAD_ASSERTION_JWKS_FILE must name a JWK set with the matcher's public Ed25519 keys: "
                            + unreadable.getMessage());
        }
    }

    /** The verifier of this key id; without one, those of all keys. */
    Collection<JWSVerifier> verifiers(Optional<String> keyId) {
        Map<String, JWSVerifier> known = current().byId();
        return keyId.map(id -> known.containsKey(id) ? List.of(known.get(id)) : List.<JWSVerifier>of())
                .orElseGet(() -> List.copyOf(known.values()));
    }

    private Keys current() {
        Keys now = keys;
        Instant instant = clock.instant();
        if (Duration.between(now.checkedAt(), instant).abs().compareTo(CHECK_INTERVAL) < 0) {
            return now;
        }
        Keys next = new Keys(now.byId(), now.changed(), instant);
        try {
            if (!Files.getLastModifiedTime(file).equals(now.changed())) {
                next = read(instant);
                LOG.info("Reloaded {} assertion keys", next.byId().size());
            }
        } catch (IOException | ParseException | GeneralSecurityException unreadable) {
            LOG.warn("Cannot reload the assertion keys, keeping the old ones: {}", unreadable.getMessage());
        }
        keys = next;
        return next;
    }

    /** The parser takes it for granted that the set, and each key of it, is an object. */
    private static JWKSet parse(String text) throws ParseException {
        try {
            return JWKSet.parse(text);
        } catch (RuntimeException malformed) {
            throw new ParseException("it is no JWK set", 0);
        }
    }

    private Keys read(Instant instant) throws IOException, ParseException, GeneralSecurityException {
        FileTime changed = Files.getLastModifiedTime(file);
        Map<String, JWSVerifier> byId = new java.util.HashMap<>();
        for (JWK jwk : parse(TextFile.read(file)).getKeys()) {
            if (jwk instanceof OctetKeyPair pair) {
                byId.put(pair.getKeyID() == null ? "" : pair.getKeyID(), SigningKeys.verifier(pair));
            }
        }
        if (byId.isEmpty()) {
            throw new ParseException("it holds no Ed25519 key", 0);
        }
        return new Keys(Map.copyOf(byId), changed, instant);
    }
}

package dev.stead.mesh.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;

/** A file with what a service signs with: a JWK (RFC 8037) of a private Ed25519 key. */
public final class SigningKeyFile {
    private SigningKeyFile() {}

    /** Names the key without saying anything about it: its thumbprint (RFC 7638), whatever its file calls it. */
    public static String thumbprint(String setting, Path file) {
        try {
            return read(setting, file).computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Reads the pair.
     *
     * @param setting that names the file, for the message
     * @throws SettingsException if it cannot be read, or holds no such key; its content is in no message
     */
    public static OctetKeyPair read(String setting, Path file) {
        try {
            OctetKeyPair pair = OctetKeyPair.parse(TextFile.read(file));
            if (pair.isPrivate() && Curve.Ed25519.equals(pair.getCurve())) {
                return pair;
            }
        } catch (IOException e) {
            throw new SettingsException(setting + " names " + file + ", which cannot be read ("
                    + e.getClass().getSimpleName() + "): name the service's own JWK file.");
        } catch (ParseException | RuntimeException malformed) {
            // Without the cause: a parser's message may quote the key. It takes it for granted that a key is an object.
        }
        throw new SettingsException(
                setting + " names " + file + ", which is not a private Ed25519 JWK: name the service's own key.");
    }
}

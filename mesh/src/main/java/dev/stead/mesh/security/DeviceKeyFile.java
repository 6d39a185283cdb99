package dev.stead.mesh.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.TextFile;
import dev.stead.mesh.capture.DeviceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Map;

/**
 * A file with the key of a capture device: a private JWK on P-256 whose {@code kid} is the device's id, with a member {@code terminal} for
 * the id of its terminal. For development; in production the key is in hardware.
 */
public final class DeviceKeyFile {
    /** The file's name beside a terminal's certificate. */
    public static final String NAME = "device-key.json";

    private static final String TERMINAL = "terminal";

    private DeviceKeyFile() {}

    /** The key of the terminal's device; generates it if there is none. */
    public static DeviceKey open(Path file, String terminalId) {
        if (!Files.exists(file)) {
            try {
                ECKey pair = new ECKeyGenerator(Curve.P_256)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.ES256)
                        .keyID(terminalId + "-camera")
                        .generate();
                Map<String, Object> members = pair.toJSONObject();
                members.put(TERMINAL, terminalId);
                PrivateFiles.secret(file, JSONObjectUtils.toJSONString(members));
            } catch (JOSEException e) {
                throw new IllegalStateException("cannot generate a key on P-256", e);
            }
        }
        return read(file);
    }

    /** @throws SettingsException if it cannot be read, or is not such a file */
    public static DeviceKey read(Path file) {
        try {
            Map<String, Object> members = JSONObjectUtils.parse(TextFile.read(file));
            ECKey pair = ECKey.parse(members);
            String deviceId = pair.getKeyID();
            String terminalId = JSONObjectUtils.getString(members, TERMINAL);
            if (deviceId != null && terminalId != null && pair.isPrivate() && Curve.P_256.equals(pair.getCurve())) {
                return new DeviceKey(deviceId, terminalId, pair.toECPrivateKey(), pair.toECPublicKey());
            }
        } catch (IOException e) {
            throw new SettingsException("STEAD_DEVICE_KEY names " + file + ", which cannot be read ("
                    + e.getClass().getSimpleName() + "): name the device's own JWK file.");
        } catch (ParseException | JOSEException malformed) {
            // Without the cause: a parser's message may quote the key.
        }
        throw new SettingsException("STEAD_DEVICE_KEY names " + file
                + ", which is not a private JWK on P-256 with the members kid and terminal: make one with"
                + " ./stead terminal add.");
    }
}

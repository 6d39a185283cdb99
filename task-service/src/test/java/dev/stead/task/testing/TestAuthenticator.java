package dev.stead.task.testing;

import com.google.protobuf.ByteString;
import dev.stead.task.application.port.Authenticators;
import dev.stead.task.identity.PasskeyAuthenticators;
import dev.stead.task.v1.PasskeySignature;
import dev.stead.task.v1.RegisterPasskeyRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** An authenticator with one key, for tests: it signs whatever it is told, also what a real one would not. */
public final class TestAuthenticator {
    public static final String DOMAIN = "pay.example";
    public static final String ORIGIN = "https://pay.example";

    /** Bits of WebAuthn's flags. */
    public static final int USER_PRESENT = 1;

    public static final int USER_VERIFIED = 4;
    private static final int BACKUP_ELIGIBLE = 8;
    private static final int ATTESTED = 64;

    private final KeyPair key;
    private final byte[] credentialId;

    /** What it claims; a test changes it. */
    public String domain = DOMAIN;

    public String origin = ORIGIN;
    public int flags = USER_PRESENT | USER_VERIFIED;
    public int counter = 1;

    /** What verifies the answers of authenticators of this relying party. */
    public static Authenticators accepted() {
        return PasskeyAuthenticators.with(Optional.of(new PasskeyAuthenticators.RelyingParty(DOMAIN, Set.of(ORIGIN))));
    }

    public TestAuthenticator(String credentialId) {
        this.credentialId = credentialId.getBytes(StandardCharsets.UTF_8);
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One whose key its owner's other devices may have too, and which does not count. */
    public static TestAuthenticator synced(String credentialId) {
        var synced = new TestAuthenticator(credentialId);
        synced.flags |= BACKUP_ELIGIBLE;
        synced.counter = 0;
        return synced;
    }

    /** What it answers to {@code navigator.credentials.create}. */
    public RegisterPasskeyRequest.Builder create(ByteString challenge) {
        return RegisterPasskeyRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setClientDataJson(clientData("webauthn.create", challenge))
                .setAttestationObject(ByteString.copyFrom(attestation()));
    }

    /** What it answers to {@code navigator.credentials.get}. */
    public PasskeySignature.Builder sign(ByteString challenge) {
        if (counter > 0) {
            counter++;
        }
        ByteString clientData = clientData("webauthn.get", challenge);
        byte[] data = authenticatorData(new byte[0], flags);
        return PasskeySignature.newBuilder()
                .setCredentialId(ByteString.copyFrom(credentialId))
                .setClientDataJson(clientData)
                .setAuthenticatorData(ByteString.copyFrom(data))
                .setSignature(ByteString.copyFrom(signature(data, hash(clientData.toByteArray()))));
    }

    private ByteString clientData(String type, ByteString challenge) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.toByteArray());
        return ByteString.copyFromUtf8("{\"type\":\"" + type + "\",\"challenge\":\"" + text + "\",\"origin\":\""
                + origin + "\",\"crossOrigin\":false}");
    }

    private byte[] signature(byte[]... parts) {
        try {
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(key.getPrivate());
            for (byte[] part : parts) {
                signer.update(part);
            }
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] authenticatorData(byte[] credential, int withFlags) {
        return ByteBuffer.allocate(37 + credential.length)
                .put(hash(domain.getBytes(StandardCharsets.UTF_8)))
                .put((byte) withFlags)
                .putInt(counter)
                .put(credential)
                .array();
    }

    /** CBOR of {@code {"fmt": "none", "attStmt": {}, "authData": ...}}. */
    private byte[] attestation() {
        byte[] data = authenticatorData(credential(), flags | ATTESTED);
        var cbor = new ByteArrayOutputStream();
        cbor.write(0xA3);
        text(cbor, "fmt");
        text(cbor, "none");
        text(cbor, "attStmt");
        cbor.write(0xA0);
        text(cbor, "authData");
        bytes(cbor, data);
        return cbor.toByteArray();
    }

    /** Sixteen zeros, the id and the COSE key. */
    private byte[] credential() {
        byte[] cose = cose();
        return ByteBuffer.allocate(18 + credentialId.length + cose.length)
                .put(new byte[16])
                .putShort((short) credentialId.length)
                .put(credentialId)
                .put(cose)
                .array();
    }

    /** {@code {1: 2, 3: -7, -1: 1, -2: x, -3: y}}: an ES256 key on P-256. */
    private byte[] cose() {
        var point = ((ECPublicKey) key.getPublic()).getW();
        var cbor = new ByteArrayOutputStream();
        cbor.writeBytes(new byte[] {(byte) 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21});
        bytes(cbor, coordinate(point.getAffineX().toByteArray()));
        cbor.write(0x22);
        bytes(cbor, coordinate(point.getAffineY().toByteArray()));
        return cbor.toByteArray();
    }

    private static byte[] coordinate(byte[] number) {
        byte[] fixed = new byte[32];
        int length = Math.min(number.length, 32);
        System.arraycopy(number, number.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static void text(ByteArrayOutputStream cbor, String text) {
        cbor.write(0x60 + text.length());
        cbor.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(ByteArrayOutputStream cbor, byte[] bytes) {
        cbor.write(0x58);
        cbor.write(bytes.length);
        cbor.writeBytes(bytes);
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

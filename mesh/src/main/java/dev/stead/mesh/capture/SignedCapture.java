package dev.stead.mesh.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Everything that a capture device signs of a frame. The signature is ES256 (ECDSA on P-256 with SHA-256, FIPS 186-5) in ASN.1 DER, as
 * Android Keystore, Secure Enclave and OpenSSL give it, over these parts, one after the other:
 *
 * <ol>
 *   <li>the text {@code stead-capture-v1}, so that no signature for another purpose fits;
 *   <li>device, terminal and gallery;
 *   <li>the challenge, the counter, and the time of the capture in seconds since 1970 and nanoseconds;
 *   <li>the model, the embedding, the quality and the number of faces;
 *   <li>the method, the score band and the level of the evidence against presentation attacks: empty, 0 and 0 if there is none.
 * </ol>
 *
 * <p>A text (UTF-8) and bytes follow their length in 4 bytes; a number has 8 bytes. All are big-endian. No two captures share a form.
 *
 * @param counter rises with each frame of the device
 * @param time when the frame was captured
 */
public record SignedCapture(CaptureContext context, CapturedFrame frame, long counter, Instant time, PadEvidence pad) {
    private static final String ALGORITHM = "SHA256withECDSA";

    /** The signed bytes. */
    public byte[] bytes() {
        return joined(parts());
    }

    private byte[][] parts() {
        return new byte[][] {
            text("stead-capture-v1"),
            text(context.deviceId()),
            text(context.terminalId()),
            text(context.galleryId()),
            part(context.challenge()),
            number(counter),
            number(time.getEpochSecond()),
            number(time.getNano()),
            text(frame.model()),
            part(frame.embedding()),
            number(frame.quality()),
            number(frame.faceCount()),
            text(pad.method()),
            number(pad.band()),
            number(pad.level())
        };
    }

    /** Leaves no copy of the embedding behind. */
    private void update(Signature signature) throws SignatureException {
        for (byte[] part : parts()) {
            signature.update(part);
            Arrays.fill(part, (byte) 0);
        }
    }

    /** The signature by a device's key: on P-256, wherever it is kept. */
    public byte[] sign(PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            update(signature);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing a capture failed", e);
        }
    }

    /** Whether these bytes are a signature of this capture by the key. */
    public boolean isSignedBy(PublicKey key, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            update(signature);
            return signature.verify(signed);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("verifying a capture failed", e);
        }
    }

    private static byte[] text(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] part(byte[] bytes) {
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] joined(byte[][] parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}

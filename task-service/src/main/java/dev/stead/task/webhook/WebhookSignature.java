package dev.stead.task.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows a receiver that a delivery is ours and fresh: {@code t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body" in hex>}. Thread-safe.
 */
public final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 32;

    private final SecretKeySpec secret;

    /** @param secret at least 32 bytes */
    public WebhookSignature(byte[] secret) {
        if (secret.length < SHORTEST) {
            throw new IllegalArgumentException("the webhook's secret must be at least " + SHORTEST
                    + " bytes long, such as of 'openssl rand -hex 32'");
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    public String of(Instant time, String body) {
        long seconds = time.getEpochSecond();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] signed = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }
}

package dev.stead.matcher.domain;

import java.util.Base64;

/** What makes a presentation fresh: 16 bytes of chance from the terminal. Kept as base64url text, as assertions carry it. */
public record CaptureNonce(String text) {
    private static final int BYTES = 16;

    public static CaptureNonce of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new MatcherException(MatcherError.NONCE_INVALID, "capture_nonce has 16 bytes");
        }
        return new CaptureNonce(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}

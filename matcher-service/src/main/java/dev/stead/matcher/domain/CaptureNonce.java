package dev.stead.matcher.domain;

import java.util.Base64;

/** What makes a presentation unique: 16 random bytes from the terminal, as base64url text, as assertions carry them. */
public record CaptureNonce(String text) {
    private static final int BYTES = 16;

    public static CaptureNonce of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new MatcherException(
                    MatcherError.NONCE_INVALID, "capture_nonce must have " + BYTES + " bytes, not " + bytes.length);
        }
        return new CaptureNonce(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}

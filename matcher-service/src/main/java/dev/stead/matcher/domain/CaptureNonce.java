package dev.stead.matcher.domain;

import java.util.Base64;

/**
 * What makes a presentation unique: 16 random bytes, as base64url text, as assertions carry them. A terminal that proves its captures uses
 * a challenge of the matcher's, so that nothing captured before can be a frame of this presentation.
 */
public record CaptureNonce(String text) {
    public static final int BYTES = 16;

    public static CaptureNonce of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new MatcherException(
                    MatcherError.NONCE_INVALID, "capture_nonce must have " + BYTES + " bytes, not " + bytes.length);
        }
        return new CaptureNonce(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public byte[] bytes() {
        return Base64.getUrlDecoder().decode(text);
    }
}

package dev.stead.matcher.domain;

import java.time.Duration;
import java.time.Instant;

/** What an assertion states: who was identified, where, in which gallery, from which capture, how and when. */
public record IdentityClaims(
        SubjectId subject,
        CaptureSource source,
        GalleryId gallery,
        CaptureNonce nonce,
        Assurance assurance,
        Instant issueTime) {
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    /** How the subject was identified. */
    public enum Assurance {
        /** One of many, by a single capture device. */
        IDENTIFICATION,
        /** As the one they claimed to be, after they had signed in. */
        VERIFICATION
    }

    public Instant expireTime() {
        return issueTime.plus(LIFETIME);
    }
}

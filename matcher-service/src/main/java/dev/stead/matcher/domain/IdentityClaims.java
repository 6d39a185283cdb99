package dev.stead.matcher.domain;

import java.time.Duration;
import java.time.Instant;

/** What an assertion states: who stood where, when. */
public record IdentityClaims(SubjectId subject, Presentation presentation, Assurance assurance, Instant issueTime) {
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    /** How the subject was told apart. */
    public enum Assurance {
        /** One of many, by a single capture device. */
        IDENTIFICATION,
        /** The one they claimed to be, who had signed in as well. */
        VERIFICATION
    }

    public Instant expireTime() {
        return issueTime.plus(LIFETIME);
    }
}

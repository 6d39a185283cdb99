package dev.stead.matcher.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What an assertion states: who was identified, where, in which gallery, from which capture, how and when.
 *
 * @param generation of the subject's enrolment: whoever remembers it sees that another face was enrolled since
 * @param padBand what the capture device found out about a presentation attack, 0 to 100; 0 also if it said nothing
 * @param among with whom the capture was compared; empty if with one person
 * @param calibration as of the {@link OperatingPoint} that decided
 */
public record IdentityClaims(
        SubjectId subject,
        CaptureSource source,
        GalleryId gallery,
        UUID generation,
        CaptureNonce nonce,
        int padBand,
        Assurance assurance,
        Optional<Among> among,
        int calibration,
        Instant issueTime) {
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    /** How the subject was identified. */
    public enum Assurance {
        /** One of many, by a single capture device. */
        IDENTIFICATION,
        /** As the one they claimed to be, after they had signed in. */
        VERIFICATION
    }

    /** A ring, and how many subjects it had. */
    public record Among(Rings.Kind ring, long subjects) {
        /** The least power of ten that is not smaller: how many exactly would tell how the shop does. */
        public long sizeClass() {
            long size = 1;
            while (size < subjects) {
                size *= 10;
            }
            return size;
        }
    }

    public Instant expireTime() {
        return issueTime.plus(LIFETIME);
    }
}

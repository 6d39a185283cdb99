package dev.stead.terminal;

import java.time.Duration;

/**
 * How long a terminal waits. All durations are positive.
 *
 * @param identify for the response to one frame
 * @param lookup for any other call that only reads
 * @param attempt for one attempt to confirm or report
 * @param total for all attempts of one request; after that its outcome is unknown, and the request is resumed later
 * @param retryInterval between two attempts
 */
public record Deadlines(Duration identify, Duration lookup, Duration attempt, Duration total, Duration retryInterval) {
    /** 500 ms to identify, 500 ms to look up, 8 s for an attempt, 20 s in total, 200 ms between attempts. */
    public static final Deadlines STANDARD = new Deadlines(
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(8),
            Duration.ofSeconds(20),
            Duration.ofMillis(200));

    /** Refuses a duration that is not positive. */
    public Deadlines {
        for (Duration duration : new Duration[] {identify, lookup, attempt, total, retryInterval}) {
            if (!duration.isPositive()) {
                throw new IllegalArgumentException("a deadline must be positive, not " + duration);
            }
        }
    }
}

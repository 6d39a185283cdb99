package dev.stead.terminal;

import java.time.Duration;

/**
 * How long a caller waits; reaching a limit is an answer.
 *
 * @param identify for the answer to one frame
 * @param tasks for any other quick call
 * @param settle for one try to confirm or report
 * @param patience for all tries of one intention together; then it is unknown, and resumed later
 * @param retry between two tries
 */
public record Deadlines(Duration identify, Duration tasks, Duration settle, Duration patience, Duration retry) {
    /** 500 ms, 500 ms, 8 s, 20 s, 200 ms. */
    public static final Deadlines STANDARD = new Deadlines(
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(8),
            Duration.ofSeconds(20),
            Duration.ofMillis(200));

    /** Refuses a duration that is not positive. */
    public Deadlines {
        for (Duration duration : new Duration[] {identify, tasks, settle, patience, retry}) {
            if (!duration.isPositive()) {
                throw new IllegalArgumentException("a deadline is longer than nothing");
            }
        }
    }
}

package dev.stead.mesh.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: exponential, with half of it random, so that many callers that failed together do not come
 * back together. As thread-safe as its random numbers.
 *
 * @param shortest the delay before jitter after no failure, at least a millisecond; each failure doubles it
 * @param longest no delay is longer
 */
public record Backoff(Duration shortest, Duration longest, RandomGenerator random) {
    public Backoff {
        if (shortest.toMillis() < 1 || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException(
                    "the shortest delay must be at least 1 ms, and the longest at least as long");
        }
    }

    /**
     * Between half and all of {@code min(longest, shortest * 2^failures)}, in whole milliseconds.
     *
     * @param failures so far, at least 0
     */
    public Duration delay(int failures) {
        if (failures < 0) {
            throw new IllegalArgumentException("failures must be at least 0, not " + failures);
        }
        long half = doubled(shortest.toMillis(), failures, longest.toMillis()) / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    /** Compares before it shifts, so that no number of failures overflows. */
    private static long doubled(long value, int times, long limit) {
        return times >= Long.SIZE - 1 || value > limit >> times ? limit : value << times;
    }
}

package dev.stead.task.application;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: doubles up to the longest; a random half of it, so that many do not come at once. */
record Backoff(Duration shortest, Duration longest, RandomGenerator chance) {
    Duration after(int attempts) {
        Duration most = shortest.multipliedBy(1L << Math.min(attempts, 20));
        long millis = Math.min(most.toMillis(), longest.toMillis());
        return Duration.ofMillis(millis / 2 + chance.nextLong(millis / 2 + 1));
    }
}

package dev.stead.payment.application;

import dev.stead.mesh.time.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a settlement is leased, when it is retried, and when it is given up.
 *
 * @param lease how long one thread has a settlement to itself before recovery resumes it; longer than a provider's call may last
 * @param holdTimeout the age at which a settlement that was not captured is not captured any more
 * @param initialDelay before the first retry, at least a millisecond; doubles with each
 * @param maxDelay no delay is longer
 * @param maxRetries after so many retries a person has to look; at least 1
 */
public record RetryPolicy(
        Duration lease, Duration holdTimeout, Duration initialDelay, Duration maxDelay, int maxRetries) {
    public RetryPolicy {
        if (maxRetries < 1
                || initialDelay.toMillis() < 1
                || maxDelay.compareTo(initialDelay) < 0
                || !lease.isPositive()) {
            throw new IllegalArgumentException(
                    "lease, delays and retries must be more than zero, and the longest delay at least the first");
        }
    }

    Backoff backoff(RandomGenerator random) {
        return new Backoff(initialDelay, maxDelay, random);
    }
}

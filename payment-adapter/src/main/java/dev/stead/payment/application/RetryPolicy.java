package dev.stead.payment.application;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait, and how often.
 *
 * @param grace how long the caller's own thread has before recovery takes a settlement up; longer than a provider's call may last
 * @param holdTimeout after this, a hold for which the provider was never asked runs out
 * @param firstPause between the first tries; doubles with each
 * @param longestPause at most this between tries
 * @param tries so many, then a person has to look
 */
public record RetryPolicy(Duration grace, Duration holdTimeout, Duration firstPause, Duration longestPause, int tries) {
    /** Refuses what would never try or never wait. */
    public RetryPolicy {
        if (tries < 1 || !firstPause.isPositive() || longestPause.compareTo(firstPause) < 0 || !grace.isPositive()) {
            throw new IllegalArgumentException("pauses and tries must be more than zero, the longest not the shortest");
        }
    }

    /** The pause before the next try: exponential, and by chance between half and whole of it, so that many do not return at once. */
    Duration pause(int triesSoFar, RandomGenerator chance) {
        long longest = longestPause.toMillis();
        long whole = Math.min(longest, firstPause.toMillis() << Math.min(triesSoFar, 30));
        long bounded = whole <= 0 ? longest : whole;
        return Duration.ofMillis(bounded / 2 + chance.nextLong(bounded / 2 + 1));
    }
}

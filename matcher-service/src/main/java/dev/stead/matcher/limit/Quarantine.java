package dev.stead.matcher.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;

/**
 * Of one source: after many refusals in a short time it has to wait a minute, then two, up to an hour; after a day without, a minute again.
 * Thread-safe.
 */
final class Quarantine {
    private static final Duration SHORT = Duration.ofMinutes(10);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration FORGIVEN = Duration.ofDays(1);

    private final int most;

    @GuardedBy("this")
    private Instant since = Instant.EPOCH;

    @GuardedBy("this")
    private int refusals;

    /** Read without a lock by every answer. */
    private volatile Instant until = Instant.EPOCH;

    @GuardedBy("this")
    private Duration next = FIRST;

    /** @param most refusals in ten minutes */
    Quarantine(int most) {
        this.most = most;
    }

    boolean holds(Instant now) {
        return now.isBefore(until);
    }

    /** True if this refusal began a quarantine. */
    synchronized boolean refused(Instant now) {
        if (refusals == 0 || !now.isBefore(since.plus(SHORT))) {
            since = now;
            refusals = 0;
        }
        refusals++;
        if (refusals < most) {
            return false;
        }
        if (!now.isBefore(until.plus(FORGIVEN))) {
            next = FIRST;
        }
        refusals = 0;
        until = now.plus(next);
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return true;
    }

    /** Nothing is left of it. */
    synchronized boolean isForgiven(Instant now) {
        return !now.isBefore(since.plus(SHORT)) && !now.isBefore(until.plus(FORGIVEN));
    }
}

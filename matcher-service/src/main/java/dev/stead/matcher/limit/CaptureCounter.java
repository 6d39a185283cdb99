package dev.stead.matcher.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * The numbers of a device's counter that were taken: each once, and none that is {@value #WINDOW} or more behind the highest. That is the
 * anti-replay window of IPsec (RFC 4303, section 3.4.3): frames on several streams may overtake each other. Thread-safe.
 */
public final class CaptureCounter {
    static final int WINDOW = Long.SIZE;

    @GuardedBy("this")
    private long highest;
    /** Bit i: whether {@code highest - i} was taken. */
    @GuardedBy("this")
    private long taken = -1;

    /** @param highest what was stored; everything up to it counts as taken */
    public CaptureCounter(long highest) {
        this.highest = highest;
    }

    public synchronized long highest() {
        return highest;
    }

    /** Takes a number above 0; false if it cannot be taken. */
    public synchronized boolean take(long number) {
        if (number > highest) {
            long ahead = number - highest;
            taken = (ahead < WINDOW ? taken << ahead : 0) | 1;
            highest = number;
            return true;
        }
        long behind = highest - number;
        if (behind >= WINDOW || (taken & 1L << behind) != 0) {
            return false;
        }
        taken |= 1L << behind;
        return true;
    }
}

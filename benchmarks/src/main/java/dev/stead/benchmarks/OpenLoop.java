package dev.stead.benchmarks;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Calls at times that are fixed beforehand, whether or not the last call has returned: a call's time counts from when it was due, so that
 * calls that wait behind a slow one are counted (no coordinated omission).
 */
final class OpenLoop {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    /** How far a sleep may overshoot. */
    private static final long SPUN_NANOS = 100_000;

    private OpenLoop() {}

    /** One call, by its number. */
    interface Call {
        void make(long number);
    }

    /** Calls at a fixed rate for a fixed time, on this thread; returns nanoseconds from the due time to completion. */
    static Histogram run(double perSecond, double seconds, LongSupplier nanoClock, Call call) {
        Histogram times = new Histogram(LONGEST_NANOS, 3);
        double between = 1e9 / perSecond;
        long calls = Math.max(1, (long) (perSecond * seconds));
        long start = nanoClock.getAsLong();
        for (long i = 0; i < calls; i++) {
            long due = start + (long) (i * between);
            await(due, nanoClock);
            call.make(i);
            times.recordValue(Math.min(LONGEST_NANOS, nanoClock.getAsLong() - due));
        }
        return times;
    }

    private static void await(long due, LongSupplier nanoClock) {
        for (long left = due - nanoClock.getAsLong(); left > 0; left = due - nanoClock.getAsLong()) {
            if (left > 2 * SPUN_NANOS) {
                LockSupport.parkNanos(left - SPUN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}

package dev.stead.standalone;

import dev.stead.terminal.SteadException;
import io.grpc.Deadline;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The first calls to services that have just started. On a busy machine one of them takes longer than a call may: a process loads most of
 * its classes then.
 */
final class FirstCalls {
    /** A limit of time, not of tries: the clients repeat what has no answer themselves, for some seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(250);

    private FirstCalls() {}

    /**
     * Makes calls until none of them runs out of its time, for two minutes.
     *
     * @param calls change nothing when they are repeated
     * @throws SteadException the last one
     */
    static void patiently(Runnable calls) {
        patiently(PATIENCE, calls);
    }

    /** With another limit than the usual one. */
    static void patiently(Duration patience, Runnable calls) {
        Deadline end = Deadline.after(patience.toNanos(), TimeUnit.NANOSECONDS);
        while (true) {
            try {
                calls.run();
                return;
            } catch (SteadException failed) {
                Code code = failed.problem().code();
                if (end.isExpired() || (code != Code.DEADLINE_EXCEEDED && code != Code.UNAVAILABLE)) {
                    throw failed;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}

package dev.stead.standalone;

import dev.stead.terminal.SteadException;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The first calls to services that have just started. On a busy machine one of them takes longer than a call may: a process loads most of
 * its classes then.
 */
final class FirstCalls {
    private static final int TRIES = 24;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private FirstCalls() {}

    /**
     * Makes calls until none of them runs out of its time: with 5 s a call, for two minutes.
     *
     * @param calls change nothing when they are repeated
     * @throws SteadException the last one
     */
    static void patiently(Runnable calls) {
        for (int left = TRIES - 1; ; left--) {
            try {
                calls.run();
                return;
            } catch (SteadException failed) {
                Code code = failed.problem().code();
                if (left == 0 || (code != Code.DEADLINE_EXCEEDED && code != Code.UNAVAILABLE)) {
                    throw failed;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}

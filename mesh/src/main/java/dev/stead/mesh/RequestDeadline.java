package dev.stead.mesh;

import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends calls of one request whose request does not come: opened, but its message not sent or its sending not ended. No handler has
 * begun, so no handler's deadline ends them, and the caller need not have one. A call costs an entry of a set and no timer of its own:
 * what is overdue is looked for eight times in the time that is allowed. Thread-safe.
 */
final class RequestDeadline {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDeadline.class);
    private static final int LOOKS = 8;

    private final Duration longest;
    private final LongSupplier nanos;
    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();

    /**
     * @param longest how long a request may take to come
     * @param nanos a monotonic clock, such as {@link System#nanoTime}
     */
    RequestDeadline(Duration longest, LongSupplier nanos) {
        this.longest = longest;
        this.nanos = nanos;
    }

    /** Looks for what is overdue until the timer is shut down. */
    void startOn(ScheduledExecutorService timer) {
        long pause = Math.max(1, longest.toNanos() / LOOKS);
        var _ = timer.scheduleWithFixedDelay(this::endOverdue, pause, pause, TimeUnit.NANOSECONDS);
    }

    /**
     * A call was opened.
     *
     * @param refuse called at most once, by the timer
     * @return to be run when the request has come or the call has ended; further runs do nothing
     */
    Runnable open(Consumer<Problem> refuse) {
        var call = new Pending(nanos.getAsLong(), refuse);
        pending.add(call);
        return () -> pending.remove(call);
    }

    void endOverdue() {
        long now = nanos.getAsLong();
        pending.stream()
                .filter(call -> now - call.opened >= longest.toNanos())
                .toList()
                .forEach(this::end);
    }

    private void end(Pending call) {
        if (!pending.remove(call)) {
            return;
        }
        try {
            call.refuse.accept(problem());
        } catch (RuntimeException e) {
            LOG.warn("A call whose request did not come could not be ended", e);
        }
    }

    private Problem problem() {
        return Problem.of(
                Status.Code.DEADLINE_EXCEEDED,
                "REQUEST_INCOMPLETE",
                "The request did not come within " + longest.toSeconds()
                        + " s, so nothing was done: send the message and end the sending (half-close).");
    }

    /** Compared by identity. */
    private static final class Pending {
        private final long opened;
        private final Consumer<Problem> refuse;

        Pending(long opened, Consumer<Problem> refuse) {
            this.opened = opened;
            this.refuse = refuse;
        }
    }
}

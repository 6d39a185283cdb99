package dev.stead.terminal;

import dev.stead.mesh.time.Backoff;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Sends requests that change something. While there is no answer, it sends the same request again, under the same request id, so that it
 * takes effect once. It stops after {@link #TOTAL}: what became of the request is unknown then, and the exception carries its id.
 * Thread-safe.
 */
final class RequestSender {
    /** For all attempts of one request. */
    static final Duration TOTAL = Duration.ofSeconds(10);

    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Backoff backoff;
    private final Duration attempt;
    private final Duration total;

    RequestSender(RandomGenerator random) {
        this(random, ATTEMPT, TOTAL);
    }

    /** With other deadlines than the usual ones. */
    RequestSender(RandomGenerator random, Duration attempt, Duration total) {
        this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
        this.attempt = attempt;
        this.total = total;
    }

    /** A unary call of a stub whose deadline is set. */
    @FunctionalInterface
    interface StubCall<S, RespT> {
        RespT run(S stub) throws StatusException;
    }

    /**
     * Sends a request until there is an answer. Each attempt has a deadline of its own, whatever the stub has.
     *
     * @param requestId the one in the request that {@code call} sends
     * @param service the service's name, for the message of the exception
     * @throws SteadException if the service refuses the request, or has not answered in time
     */
    <S extends AbstractStub<S>, RespT> RespT send(
            UUID requestId, String service, S stub, StubCall<? super S, RespT> call) {
        Deadline end = after(total);
        for (int failures = 0; ; failures++) {
            try {
                return call.run(stub.withDeadline(after(attempt).minimum(end)));
            } catch (StatusException e) {
                if (!isWithoutAnswer(e) || !pause(failures, end)) {
                    throw SteadException.from(service, e, requestId);
                }
            }
        }
    }

    private static boolean isWithoutAnswer(StatusException failure) {
        Status.Code code = failure.getStatus().getCode();
        return code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
    }

    /** Waits before the next attempt; false if there is no time left for one. */
    private boolean pause(int failures, Deadline end) {
        long pauseMillis = backoff.delay(failures).toMillis();
        if (end.timeRemaining(TimeUnit.MILLISECONDS) <= pauseMillis) {
            return false;
        }
        try {
            // Nothing counts this latch down: it only waits.
            return !new CountDownLatch(1).await(pauseMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Deadline after(Duration duration) {
        return Deadline.after(duration.toNanos(), TimeUnit.NANOSECONDS);
    }
}

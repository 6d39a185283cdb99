package dev.stead.systemtests.rows;

import com.google.common.util.concurrent.ListenableFuture;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc.IdentificationServiceFutureStub;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.IdentifyOnceResponse;
import io.grpc.Channel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * A terminal that identifies people at fixed instants, whether or not it was answered (an open loop). What a call took is counted from the
 * instant at which it was due, so that a matcher that keeps one call waiting is charged for all that came meanwhile.
 */
final class TimedCaller {
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int MOST_OPEN = 1_000;
    private static final Executor HERE = Runnable::run;

    private final IdentificationServiceFutureStub stub;
    private final LongSupplier nanoTime;
    private final IntFunction<IdentifyOnceRequest> requests;
    private int sent;

    TimedCaller(Channel channel, LongSupplier nanoTime, IntFunction<IdentifyOnceRequest> requests) {
        this.nanoTime = nanoTime;
        this.stub = IdentificationServiceGrpc.newFutureStub(channel);
        this.requests = requests;
    }

    /** What the calls of some time took, in microseconds. */
    record Times(Histogram histogram, Queue<String> failures) {
        Times() {
            this(new Histogram(DEADLINE.toNanos() / 500, 3), new ConcurrentLinkedQueue<>());
        }

        void add(Times other) {
            histogram.add(other.histogram);
            failures.addAll(other.failures);
        }

        /** In milliseconds. */
        double p99() {
            return histogram.getValueAtPercentile(99) / 1e3;
        }
    }

    /** Calls for this long, and waits for the last answer. */
    void callFor(Duration time, Times times) throws InterruptedException {
        var open = new Semaphore(MOST_OPEN);
        long start = nanoTime.getAsLong();
        for (long due = start; due - start < time.toNanos(); due += PERIOD.toNanos()) {
            while (nanoTime.getAsLong() < due) {
                LockSupport.parkNanos(due - nanoTime.getAsLong());
            }
            open.acquire();
            call(due, times, open);
        }
        open.acquire(MOST_OPEN);
    }

    private void call(long due, Times times, Semaphore open) {
        ListenableFuture<IdentifyOnceResponse> answer = stub.withDeadlineAfter(
                        DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .identifyOnce(requests.apply(sent++));
        answer.addListener(() -> ended(answer, due, times, open), HERE);
    }

    private void ended(ListenableFuture<IdentifyOnceResponse> answer, long due, Times times, Semaphore open) {
        long micros = (nanoTime.getAsLong() - due) / 1_000;
        synchronized (times) {
            times.histogram().recordValue(Math.min(micros, times.histogram().getHighestTrackableValue()));
        }
        try {
            if (!answer.get().getDecision().hasIdentified()) {
                times.failures().add("not identified");
            }
        } catch (ExecutionException | InterruptedException e) {
            times.failures().add(String.valueOf(e.getMessage()));
        }
        open.release();
    }
}

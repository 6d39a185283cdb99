package dev.stead.benchmarks.tasks;

import com.nimbusds.jose.JOSEException;
import dev.stead.task.v1.FindTasksRequest;
import dev.stead.task.v1.FindTasksResponse;
import dev.stead.task.v1.TerminalServiceGrpc;
import io.grpc.ManagedChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One terminal that calls at a steady rate, whatever the latency: a call delayed by a slow predecessor counts from when
 * it was due. Nanoseconds, three digits. Owns its channel.
 */
final class FindLoad implements AutoCloseable {
    final Histogram nanos = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
    private final ManagedChannel channel;
    private final StubMatcher matcher;
    private final int expected;

    /** @param expected tasks that each answer must hold */
    FindLoad(ManagedChannel channel, StubMatcher matcher, int expected) {
        this.channel = channel;
        this.matcher = matcher;
        this.expected = expected;
    }

    /** @throws IllegalStateException if a response lacks one of the tasks: a fast wrong answer is no measurement */
    void run(int ratePerSecond, double seconds) throws JOSEException {
        long interval = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
        long due = System.nanoTime();
        long end = due + (long) (seconds * 1e9);
        for (; due < end; due += interval) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            FindTasksResponse found = TerminalServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .findTasks(FindTasksRequest.newBuilder()
                            .setAssertion(matcher.assertion())
                            .build());
            nanos.recordValue(System.nanoTime() - due);
            if (found.getTasksCount() != expected) {
                throw new IllegalStateException(found.getTasksCount() + " tasks found instead of " + expected);
            }
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}

package dev.stead.task.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One open watch. It holds a position and nothing else: whenever it is woken it reads what comes after it, as far as the other side keeps
 * up, so that one that never reads costs no memory. Any number of wake-ups while it works become one more round; one thread at a time uses
 * the stream.
 */
abstract class Watch<T> {
    private final ServerCallStreamObserver<T> out;
    private final Executor executor;
    private final AtomicInteger wakeUps = new AtomicInteger();
    private volatile boolean ending;
    /** Only touched by the round that runs. */
    private boolean ended;

    Watch(ServerCallStreamObserver<T> out, Executor executor) {
        this.out = out;
        this.executor = executor;
    }

    /** Sends what there is after the position, while the stream is ready. */
    abstract void sendWhileReady(ServerCallStreamObserver<T> to);

    /** There may be something to send. Never blocks. */
    final void wake() {
        if (wakeUps.getAndIncrement() == 0) {
            executor.execute(this::rounds);
        }
    }

    /** Ends the stream after what is being sent; the other side opens another. */
    final void end() {
        ending = true;
        wake();
    }

    private void rounds() {
        int seen = 1;
        while (seen != 0) {
            round();
            seen = wakeUps.addAndGet(-seen);
        }
    }

    private void round() {
        if (ended || out.isCancelled()) {
            ended = true;
            return;
        }
        try {
            if (ending) {
                ended = true;
                out.onCompleted();
                return;
            }
            sendWhileReady(out);
        } catch (RuntimeException failure) {
            ended = true;
            out.onError(failure);
        }
    }
}

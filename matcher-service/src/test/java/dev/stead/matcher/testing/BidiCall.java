package dev.stead.matcher.testing;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A bidirectional call from the client's side: send, then receive. */
public final class BidiCall<ReqT, RespT> implements AutoCloseable {
    private final BlockingQueue<RespT> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final StreamObserver<ReqT> out;

    public BidiCall(Function<StreamObserver<RespT>, StreamObserver<ReqT>> method) {
        this.out = method.apply(new StreamObserver<>() {
            @Override
            public void onNext(RespT answer) {
                received.add(answer);
            }

            @Override
            public void onError(Throwable cause) {
                ended.complete(Status.fromThrowable(cause).withCause(cause));
            }

            @Override
            public void onCompleted() {
                ended.complete(Status.OK);
            }
        });
    }

    public void send(ReqT request) {
        out.onNext(request);
    }

    public RespT receive() {
        try {
            RespT answer = received.poll(10, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("no answer; the call's status: " + ended.getNow(Status.UNKNOWN));
            }
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Completes the requests and waits for the status. */
    public Status complete() {
        out.onCompleted();
        return status();
    }

    public Status status() {
        return ended.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        if (!ended.isDone()) {
            out.onError(Status.CANCELLED.asException());
        }
    }
}

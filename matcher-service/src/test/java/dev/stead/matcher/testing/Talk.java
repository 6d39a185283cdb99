package dev.stead.matcher.testing;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A bidi call as a conversation: say, then hear. */
public final class Talk<Q, A> implements AutoCloseable {
    private final BlockingQueue<A> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final StreamObserver<Q> out;

    public Talk(Function<StreamObserver<A>, StreamObserver<Q>> method) {
        this.out = method.apply(new StreamObserver<>() {
            @Override
            public void onNext(A answer) {
                heard.add(answer);
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

    public void say(Q request) {
        out.onNext(request);
    }

    public A hear() {
        try {
            A answer = heard.poll(10, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("no answer; the call's status: " + ended.getNow(Status.UNKNOWN));
            }
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends our half and waits for the other's. */
    public Status end() {
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

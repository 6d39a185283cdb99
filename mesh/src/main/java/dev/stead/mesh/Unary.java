package dev.stead.mesh;

import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Runs unary handlers. */
public final class Unary {
    private Unary() {}

    /** Runs the work and sends its result. What it throws goes to the server's {@link ErrorMapper}s. */
    public static <R> void answer(StreamObserver<R> out, Supplier<R> work) {
        R answer = work.get();
        Failpoint.at("acknowledge.before");
        out.onNext(answer);
        out.onCompleted();
        Failpoint.at("acknowledge.after");
    }
}

package dev.stead.mesh;

import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** The shape of every unary handler. */
public final class Unary {
    private Unary() {}

    /** Runs the work and sends its one answer. What it throws goes to the {@link ErrorMapper}s of the server. */
    public static <R> void answer(StreamObserver<R> out, Supplier<R> work) {
        R answer = work.get();
        Failpoint.at("acknowledge.before");
        out.onNext(answer);
        out.onCompleted();
        Failpoint.at("acknowledge.after");
    }
}

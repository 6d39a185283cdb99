package dev.stead.matcher.grpc;

import dev.stead.matcher.domain.Decision;
import dev.stead.matcher.domain.DecisionBudget.Charge;
import dev.stead.matcher.domain.Presentation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An answer that is ready, and what must be done before it leaves. */
record HeldAnswer<T>(T message, CompletableFuture<Void> recorded) {
    /** Holds back nothing but an identification. */
    static <T> HeldAnswer<T> of(T message, Decision decision, Presentation presentation) {
        return decision instanceof Decision.Identified
                ? new HeldAnswer<>(message, presentation.recorded())
                : free(message);
    }

    /** The answer, once it may leave; for a thread that may wait. */
    T awaited() {
        try {
            recorded.join();
            return message;
        } catch (CompletionException e) {
            throw reason(e);
        }
    }

    /** What the store threw. */
    static RuntimeException reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }

    static <T> HeldAnswer<T> free(T message) {
        return new HeldAnswer<>(message, Charge.PAID.recorded());
    }
}

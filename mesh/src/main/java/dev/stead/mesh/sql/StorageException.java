package dev.stead.mesh.sql;

import dev.stead.mesh.Problem;
import dev.stead.mesh.ProblemException;
import io.grpc.Status;
import java.time.Duration;

/**
 * A transaction failed and has no effect. (One exception: a PostgreSQL connection lost during
 * COMMIT leaves the outcome open, as {@link Kind#UNAVAILABLE}; repeating the request with the same request id resolves it.)
 *
 * <p>Has neither the driver's message nor a cause: those may hold parameter values. The stack trace is that of the driver's
 * exception.
 */
public final class StorageException extends ProblemException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, by what helps. */
    public enum Kind {
        /** Locked, or no free connection in time: try again. */
        BUSY,
        /** No space left. */
        FULL,
        /** The data is damaged: restore it. */
        CORRUPT,
        /** Not reachable, or stopped after a failed write. */
        UNAVAILABLE,
        /** A unique, foreign key, NOT NULL or CHECK constraint was violated: a bug unless the program expects it. */
        CONSTRAINT,
        /** Anything else: a bug, or a fault of the installation. */
        FAILED
    }

    private final Kind kind;
    private final String description;

    public StorageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.description = message;
    }

    /** The message, which is never missing. */
    String describe() {
        return description;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public Problem problem() {
        return switch (kind) {
            case BUSY ->
                Problem.of(Status.Code.UNAVAILABLE, "STORE_BUSY", "The store is busy: try again.")
                        .retryAfter(Duration.ofMillis(200));
            case FULL ->
                Problem.of(
                        Status.Code.RESOURCE_EXHAUSTED,
                        "STORE_FULL",
                        "The store has no space left: nothing was changed. The operator must add space.");
            case CORRUPT ->
                Problem.of(
                        Status.Code.DATA_LOSS,
                        "STORE_CORRUPT",
                        "The store is damaged: nothing was changed. The operator must restore it.");
            case UNAVAILABLE ->
                Problem.of(
                        Status.Code.UNAVAILABLE,
                        "STORE_UNAVAILABLE",
                        "The store cannot be reached: try again with the same request id.");
            case CONSTRAINT, FAILED ->
                Problem.of(Status.Code.INTERNAL, "STORE_FAILED", "The store failed. See the log of the service.");
        };
    }
}

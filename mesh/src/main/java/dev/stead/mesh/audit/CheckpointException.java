package dev.stead.mesh.audit;

/** A checkpoint, or the key that is to verify it, says nothing that can be trusted. The message completes "this is wrong with it: ". */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }
}

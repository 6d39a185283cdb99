package dev.stead.terminal.face;

/** A model file is missing, has the wrong checksum, or does not run; the message says which one, and what to do. */
public final class FaceModelException extends RuntimeException {
    FaceModelException(String message) {
        super(message);
    }

    FaceModelException(String message, Throwable cause) {
        super(message, cause);
    }
}

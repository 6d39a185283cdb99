package dev.stead.mesh;

/** An exception that knows by itself what the caller is told; answered without an {@link ErrorMapper}. */
public abstract class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected ProblemException(String message) {
        super(message);
    }

    public abstract Problem problem();
}

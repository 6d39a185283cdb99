package dev.stead.mesh;

/** An exception that is its own {@link Problem}: answered without an {@link ErrorMapper}. */
public abstract class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected ProblemException(String message) {
        super(message);
    }

    public abstract Problem problem();
}

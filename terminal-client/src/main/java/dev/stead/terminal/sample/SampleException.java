package dev.stead.terminal.sample;

/**
 * A file or folder gives no sample. {@link #problem} says why, for programs; the message begins with it, names the file, and says what is
 * wrong and what to do.
 */
public final class SampleException extends RuntimeException {
    private final SampleProblem problem;

    SampleException(SampleProblem problem, String message) {
        super(problem + ": " + message);
        this.problem = problem;
    }

    SampleException(SampleProblem problem, String message, Throwable cause) {
        super(problem + ": " + message, cause);
        this.problem = problem;
    }

    public SampleProblem problem() {
        return problem;
    }
}

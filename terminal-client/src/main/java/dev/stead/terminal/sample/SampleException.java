package dev.stead.terminal.sample;

import java.util.regex.Pattern;

/**
 * A file or folder gives no sample. {@link #problem} says why, for programs; the message begins with it, names the file, and says what is
 * wrong and what to do.
 */
public final class SampleException extends RuntimeException {
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private final SampleProblem problem;

    SampleException(SampleProblem problem, String message) {
        super(onOneLine(problem + ": " + message));
        this.problem = problem;
    }

    SampleException(SampleProblem problem, String message, Throwable cause) {
        super(onOneLine(problem + ": " + message), cause);
        this.problem = problem;
    }

    public SampleProblem problem() {
        return problem;
    }

    /** Names of files may have line ends and control characters, which would make two lines of one, or write to the terminal. */
    static String onOneLine(String message) {
        return UNPRINTABLE
                .matcher(message)
                .replaceAll(found -> "\\\\u%04X".formatted((int) found.group().charAt(0)));
    }
}

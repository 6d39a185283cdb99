package dev.stead.terminal.sample;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
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

    /**
     * {@link SampleProblem#FILE_UNREADABLE}, in a person's words.
     *
     * @param wanted what to give instead, such as "a folder of people"
     */
    static SampleException unreadable(Path path, Exception failure, String wanted) {
        Exception cause = failure instanceof UncheckedIOException e ? Objects.requireNonNull(e.getCause()) : failure;
        String why = switch (cause) {
            case NoSuchFileException _ -> "does not exist";
            case NotDirectoryException _ -> "is not a folder";
            case AccessDeniedException _ -> "may not be read by this user: change its permissions";
            default -> "cannot be read: " + cause.getMessage();
        };
        return new SampleException(SampleProblem.FILE_UNREADABLE, path + " " + why + "; name " + wanted, failure);
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

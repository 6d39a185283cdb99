package dev.stead.task.domain;

import java.util.regex.Pattern;

/** The checks that several values share. */
public final class Require {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Require() {}

    public static void holds(boolean condition, TaskError error, String message) {
        if (!condition) {
            throw new TaskException(error, message);
        }
    }

    public static void id(String field, String value) {
        holds(
                ID.matcher(value).matches(),
                TaskError.ID_INVALID,
                field + " must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'");
    }

    /** Length in code points, so that nobody is cut short for writing in another script. */
    public static void text(String field, String value, int least, int most) {
        int length = value.codePointCount(0, value.length());
        holds(
                length >= least && length <= most,
                TaskError.TEXT_INVALID,
                field + " must be " + least + " to " + most + " characters long, not " + length);
        holds(
                value.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n')
                        && (least == 0 || !value.isBlank()),
                TaskError.TEXT_INVALID,
                field + " must be readable text without control characters");
    }
}

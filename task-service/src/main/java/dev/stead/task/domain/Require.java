package dev.stead.task.domain;

import dev.stead.mesh.request.ExternalId;

/** The checks that several values share. */
public final class Require {
    private Require() {}

    public static void holds(boolean condition, TaskError error, String message) {
        if (!condition) {
            throw new TaskException(error, message);
        }
    }

    public static void id(String field, String value) {
        holds(ExternalId.isValid(value), TaskError.ID_INVALID, field + " must be " + ExternalId.RULE);
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

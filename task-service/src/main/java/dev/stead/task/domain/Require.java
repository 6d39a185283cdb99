package dev.stead.task.domain;

import dev.stead.mesh.request.ExternalId;
import dev.stead.mesh.request.PeopleText;

/** The checks that several values share. Each throws a {@link TaskException} whose message may be shown to the caller. */
public final class Require {
    private Require() {}

    public static void that(boolean condition, TaskError error, String message) {
        if (!condition) {
            throw new TaskException(error, message);
        }
    }

    /**
     * Requires the form of every id that a caller may choose.
     *
     * @param field as the contract names it
     * @throws TaskException {@code ID_INVALID}
     */
    public static void id(String field, String value) {
        that(ExternalId.isValid(value), TaskError.ID_INVALID, field + " must be " + ExternalId.RULE);
    }

    /**
     * Requires readable text on one line.
     *
     * @param field as the contract names it
     * @param shortest in code points, so that every script has the same room
     * @param longest in code points
     * @throws TaskException {@code TEXT_INVALID}
     */
    public static void text(String field, String value, int shortest, int longest) {
        length(field, value, shortest, longest);
        that(
                PeopleText.isLine(value) && (shortest == 0 || !PeopleText.isBlank(value)),
                TaskError.TEXT_INVALID,
                field + " must be " + PeopleText.LINE);
    }

    /**
     * Requires readable text, which may have several lines.
     *
     * @throws TaskException {@code TEXT_INVALID}
     */
    public static void lines(String field, String value, int longest) {
        length(field, value, 0, longest);
        that(PeopleText.isLines(value), TaskError.TEXT_INVALID, field + " must be " + PeopleText.LINES);
    }

    private static void length(String field, String value, int shortest, int longest) {
        int length = value.codePointCount(0, value.length());
        that(
                length >= shortest && length <= longest,
                TaskError.TEXT_INVALID,
                field + " must be " + shortest + " to " + longest + " characters long, not " + length);
    }
}

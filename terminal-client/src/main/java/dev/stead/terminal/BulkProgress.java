package dev.stead.terminal;

import java.util.Map;

/**
 * How far a bulk enrolment is.
 *
 * @param durable so many of the given enrolments, counted from the first, are durable or were refused
 * @param enrolled so many were enrolled on this stream
 * @param refused why, by subject, those were refused
 */
public record BulkProgress(long durable, long enrolled, Map<String, String> refused) {
    /** Keeps a copy. */
    public BulkProgress {
        refused = Map.copyOf(refused);
    }
}

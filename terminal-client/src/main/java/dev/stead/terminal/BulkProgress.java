package dev.stead.terminal;

import java.util.Map;

/**
 * How far a bulk enrolment has got.
 *
 * @param durable how many of the enrolments, counted from the first, are durable or refused
 * @param enrolled how many subjects were enrolled by this call
 * @param refused the reasons of the refused enrolments, by subject id
 */
public record BulkProgress(long durable, long enrolled, Map<String, String> refused) {
    /** Copies the map. */
    public BulkProgress {
        refused = Map.copyOf(refused);
    }
}

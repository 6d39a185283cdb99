package dev.stead.terminal;

import java.util.List;
import java.util.Map;

/**
 * How far a bulk enrolment has got.
 *
 * @param durable how many of the enrolments, counted from the first, are durable or refused
 * @param enrolled how many subjects were enrolled by this call
 * @param refused the reasons of the refused enrolments, by subject id
 * @param lookAlikes whom those look like who were refused with {@code WRONG_PERSON}, or enrolled with a warning: the ids of the others, by
 *     subject id
 */
public record BulkProgress(
        long durable, long enrolled, Map<String, String> refused, Map<String, List<String>> lookAlikes) {
    /** Copies the maps. */
    public BulkProgress {
        refused = Map.copyOf(refused);
        lookAlikes = Map.copyOf(lookAlikes);
    }

    /** Before the first enrolment. */
    public static BulkProgress none() {
        return new BulkProgress(0, 0, Map.of(), Map.of());
    }
}

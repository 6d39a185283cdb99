package dev.stead.terminal;

import dev.stead.terminal.sample.Sample;
import java.util.List;

/**
 * One subject to be enrolled by the operator.
 *
 * @param subjectId 1 to 64 of [A-Za-z0-9._-]
 * @param samples 1 to 10 of this person
 */
public record Enrolment(String subjectId, List<Sample> samples) {
    /** Keeps a copy. */
    public Enrolment {
        samples = List.copyOf(samples);
    }
}

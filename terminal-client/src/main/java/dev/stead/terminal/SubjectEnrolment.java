package dev.stead.terminal;

import dev.stead.terminal.sample.CapturedSample;
import java.util.List;

/**
 * One subject to be enrolled by the operator.
 *
 * @param subjectId 1 to 64 of [A-Za-z0-9._-]
 * @param samples 1 to 10 of this person
 */
public record SubjectEnrolment(String subjectId, List<CapturedSample> samples) {
    /** Keeps a copy. */
    public SubjectEnrolment {
        samples = List.copyOf(samples);
    }
}

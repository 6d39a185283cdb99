package dev.stead.terminal;

import dev.stead.terminal.sample.CapturedSample;
import java.util.List;

/**
 * A subject to be enrolled by the operator.
 *
 * @param subjectId 1 to 64 characters of [A-Za-z0-9._-]
 * @param samples 1 to 10, of this subject
 */
public record SubjectEnrolment(String subjectId, List<CapturedSample> samples) {
    /** Copies the list. */
    public SubjectEnrolment {
        samples = List.copyOf(samples);
    }
}

package dev.stead.terminal;

import dev.stead.terminal.sample.CapturedSample;
import java.util.List;
import java.util.Map;

/**
 * A subject to be enrolled by the operator.
 *
 * @param subjectId 1 to 64 characters of [A-Za-z0-9._-]
 * @param samples 1 to 10, of this subject
 * @param lookAlikes the subjects whom this one looks like but is not, with how the operator knows; mostly empty
 */
public record SubjectEnrolment(String subjectId, List<CapturedSample> samples, Map<String, String> lookAlikes) {
    /** Copies list and map. */
    public SubjectEnrolment {
        samples = List.copyOf(samples);
        lookAlikes = Map.copyOf(lookAlikes);
    }

    /** Of somebody who looks like nobody else. */
    public SubjectEnrolment(String subjectId, List<CapturedSample> samples) {
        this(subjectId, samples, Map.of());
    }
}

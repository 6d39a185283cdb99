package dev.stead.matcher.domain;

import java.util.Optional;

/** A sample to add to the templates of an enrolled subject. */
public record AddedSample(SubjectId subject, Sample sample, LookAlikes lookAlikes) {
    /** The id of the operator who adds it; empty if the subject does. */
    public Optional<String> operator() {
        return lookAlikes.operator();
    }

    /** Of a person's own, or of somebody who looks like nobody else. */
    public AddedSample(SubjectId subject, Sample sample) {
        this(subject, sample, LookAlikes.NONE);
    }
}

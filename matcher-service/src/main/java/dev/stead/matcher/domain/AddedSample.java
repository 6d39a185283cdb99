package dev.stead.matcher.domain;

/** A sample to add to the templates of an enrolled subject. */
public record AddedSample(SubjectId subject, Sample sample, LookAlikes lookAlikes) {
    /** Of a person's own, or of somebody who looks like nobody else. */
    public AddedSample(SubjectId subject, Sample sample) {
        this(subject, sample, LookAlikes.NONE);
    }
}

package dev.stead.matcher.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A subject to enrol, with their consent and samples.
 *
 * @param lookAlikes whom the samples look like although the subject is somebody else
 */
public record Enrolment(
        SubjectId subject, Consent consent, List<Sample> samples, Instant createTime, LookAlikes lookAlikes) {
    public static final int MAX_SAMPLES = 10;
    /** Per subject, in all. */
    public static final int MAX_TEMPLATES = 20;

    public Enrolment {
        samples = List.copyOf(samples);
        if (samples.isEmpty() || samples.size() > MAX_SAMPLES) {
            throw new MatcherException(
                    MatcherError.SAMPLE_COUNT_INVALID,
                    "an enrolment must have 1 to " + MAX_SAMPLES + " samples, not " + samples.size());
        }
        consent.requireGivenBy(createTime);
    }

    /** Of a person's own, or of somebody who looks like nobody else. */
    public Enrolment(SubjectId subject, Consent consent, List<Sample> samples, Instant createTime) {
        this(subject, consent, samples, createTime, LookAlikes.NONE);
    }

    /** The id of the operator who enrols the subject in person; empty if the subject enrols themselves. */
    public Optional<String> operator() {
        return lookAlikes.operator();
    }

    /**
     * What is held of a subject until an operator decides: they enrolled or added it themselves, although it looks like somebody else.
     *
     * @param added whether it was added to an enrolment that is not held
     * @param since when; of several templates, the time of the first
     * @param lookAlikes whom it looked like
     */
    public record Held(SubjectId subject, int templates, boolean added, Instant since, List<SubjectId> lookAlikes) {
        /** How long it waits for a decision. */
        public static final Duration LONGEST = Duration.ofDays(30);

        public Held {
            lookAlikes = List.copyOf(lookAlikes);
        }
    }

    /** When nobody reads its samples any more. */
    public void wipe() {
        samples.forEach(Sample::wipe);
    }

    /** Checks every sample, and that all are of one person. */
    void check(GalleryConfig config) {
        samples.forEach(config::check);
        for (int i = 0; i < samples.size(); i++) {
            for (int j = 0; j < i; j++) {
                Embedding one = samples.get(i).embedding();
                if (one.similarityTo(samples.get(j).embedding()) < config.gate().enrolmentSimilarity()) {
                    throw new MatcherException(
                            MatcherError.SAMPLES_DISAGREE,
                            "samples " + (j + 1) + " and " + (i + 1) + " do not look like one person");
                }
            }
        }
    }
}

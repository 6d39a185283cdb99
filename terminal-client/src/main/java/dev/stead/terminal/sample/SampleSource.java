package dev.stead.terminal.sample;

import java.util.List;

/** People and samples of them, numbered from 0. Safe for many threads. */
public sealed interface SampleSource permits PeopleFolder, EmbeddingFile, SyntheticPeople {
    /** How many people there are. */
    int people();

    /** The person's subject id, 1 to 64 of [A-Za-z0-9._-]. */
    String subjectId(int person);

    /**
     * The samples to enrol the person with: at least 1, at most 10.
     *
     * @throws SampleException if they can not be read, or show nobody
     */
    List<CapturedSample> enrolment(int person);

    /**
     * A sample to recognise the person by; the same for the same seed. A source that has but one sample of a person gives that one.
     *
     * @throws SampleException if it can not be read, or shows nobody
     */
    CapturedSample probe(int person, long seed);
}

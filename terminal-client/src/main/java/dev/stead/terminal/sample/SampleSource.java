package dev.stead.terminal.sample;

import java.util.List;

/** People, numbered from 0, and samples of them. Thread-safe. */
public sealed interface SampleSource permits PeopleFolder, EmbeddingFile, SyntheticPeople {
    /** The number of people. */
    int people();

    /** The person's subject id, 1 to 64 characters of [A-Za-z0-9._-]. */
    String subjectId(int person);

    /**
     * The samples with which to enrol the person, at most 10; empty if there is none that can be used, which the source has reported.
     */
    List<CapturedSample> enrolment(int person);

    /**
     * A sample with which to identify the person; the same for the same seed. A source with one sample per person always returns that one.
     *
     * @throws SampleException if there is none that can be used
     */
    CapturedSample probe(int person, long seed);
}

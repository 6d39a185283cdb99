package dev.stead.terminal.sample;

import java.util.List;

/** People, numbered from 0, and samples of them. Thread-safe. */
public sealed interface SampleSource permits PeopleFolder, EmbeddingFile, SyntheticPeople {
    /** The number of people. */
    int people();

    /** The person's subject id, 1 to 64 characters of [A-Za-z0-9._-]. */
    String subjectId(int person);

    /**
     * The samples with which to enrol the person, 1 to 10.
     *
     * @throws SampleException if they cannot be read, or show no face
     */
    List<CapturedSample> enrolment(int person);

    /**
     * A sample with which to identify the person; the same for the same seed. A source with one sample per person always returns that one.
     *
     * @throws SampleException if it cannot be read, or shows no face
     */
    CapturedSample probe(int person, long seed);
}

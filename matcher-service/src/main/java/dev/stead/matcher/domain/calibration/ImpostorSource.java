package dev.stead.matcher.domain.calibration;

import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Port: the subjects of a gallery, to be compared with each other. */
public interface ImpostorSource {
    /** How many subjects a search compares a probe with. */
    int subjects();

    /** Subjects at random, each once, in random order: all if there are no more than {@code most}. */
    List<SubjectId> sample(int most, RandomGenerator random);

    /** The templates of these subjects, as they are stored; of who was erased since, none. Whoever asks wipes them. */
    Map<SubjectId, List<Embedding>> templates(List<SubjectId> subjects);

    Set<SubjectId> lookAlikesOf(SubjectId subject);

    /**
     * Those of all subjects who are most similar to this probe, however small the similarities are: of so many templates that those of two
     * subjects leave room for a third.
     */
    CandidateList mostSimilar(Probe probe);
}

package dev.stead.benchmarks.calibration;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.calibration.ImpostorSource;
import dev.stead.matcher.index.AccuracyTarget;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.Ordinals;
import dev.stead.matcher.index.SteadIndex;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A gallery of people in memory, with the index that the matcher searches. */
final class MemorySource implements ImpostorSource, AutoCloseable {
    private static final AccuracyTarget ANYBODY = new AccuracyTarget(0.9999, 0.01f, -1);

    private final List<List<Embedding>> templates;
    private final int each;
    private final SteadIndex index = new SteadIndex(People.DIMENSION, Kernels.best(), 1);

    /** @param templates of each subject, as many of everybody */
    MemorySource(List<List<Embedding>> templates) {
        this.templates = templates;
        this.each = templates.getFirst().size();
        for (int i = 0; i < templates.size(); i++) {
            for (int k = 0; k < each; k++) {
                index.put(
                        i * each + k,
                        MemorySegment.ofArray(templates.get(i).get(k).values()));
            }
        }
        index.settle();
    }

    /** Of one template each. */
    static MemorySource of(People people, int subjects) {
        return new MemorySource(IntStream.range(0, subjects)
                .parallel()
                .mapToObj(i -> List.of(Embedding.normalised(people.sample(i))))
                .toList());
    }

    List<Embedding> ofSubject(int i) {
        return templates.get(i);
    }

    @Override
    public int subjects() {
        return templates.size();
    }

    @Override
    public List<SubjectId> sample(int most, RandomGenerator random) {
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, templates.size()).boxed().toList());
        Collections.shuffle(all, Random.from(random));
        return all.stream().limit(most).map(i -> new SubjectId("s" + i)).toList();
    }

    @Override
    public Map<SubjectId, List<Embedding>> templates(List<SubjectId> subjects) {
        return subjects.stream()
                .collect(Collectors.toMap(
                        one -> one,
                        one -> templates.get(number(one)).stream()
                                .map(Embedding::copy)
                                .toList()));
    }

    @Override
    public Set<SubjectId> lookAlikesOf(SubjectId subject) {
        return Set.of();
    }

    @Override
    public CandidateList mostSimilar(Probe probe) {
        var found = new Neighbours(9 * each);
        // Their own row is the best there is: nothing but an exhaustive search looks further.
        index.search(
                MemorySegment.ofArray(probe.embedding().values()), Ordinals.all(), AccuracyTarget.EXHAUSTIVE, found);
        return CandidateList.of(
                IntStream.range(0, found.count())
                        .mapToObj(rank ->
                                new Candidate(new SubjectId("s" + found.ordinal(rank) / each), found.similarity(rank))),
                found.epoch());
    }

    /** The greatest similarity of anybody to a stranger. */
    float best(Embedding stranger) {
        var found = new Neighbours(1);
        index.search(MemorySegment.ofArray(stranger.values()), Ordinals.all(), ANYBODY, found);
        return found.similarity(0);
    }

    private static int number(SubjectId subject) {
        return Integer.parseInt(subject.value().substring(1));
    }

    @Override
    public void close() {
        index.close();
    }
}

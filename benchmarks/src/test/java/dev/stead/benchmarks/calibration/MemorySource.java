package dev.stead.benchmarks.calibration;

import dev.stead.benchmarks.data.InParallel;
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

    private final Embedding[] rows;
    private final SteadIndex index = new SteadIndex(People.DIMENSION, Kernels.best(), 1);

    MemorySource(People people, int subjects, int threads) {
        rows = new Embedding[subjects];
        InParallel.run(threads, thread -> {
            for (int i = thread; i < subjects; i += threads) {
                rows[i] = Embedding.normalised(people.sample(i));
                index.put(i, MemorySegment.ofArray(rows[i].values()));
            }
        });
        index.settle();
    }

    Embedding row(int i) {
        return rows[i];
    }

    @Override
    public int subjects() {
        return rows.length;
    }

    @Override
    public List<SubjectId> sample(int most, RandomGenerator random) {
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, rows.length).boxed().toList());
        Collections.shuffle(all, Random.from(random));
        return all.stream().limit(most).map(i -> new SubjectId("s" + i)).toList();
    }

    @Override
    public Map<SubjectId, List<Embedding>> templates(List<SubjectId> subjects) {
        return subjects.stream().collect(Collectors.toMap(one -> one, one -> List.of(rows[ordinal(one)].copy())));
    }

    @Override
    public Set<SubjectId> lookAlikesOf(SubjectId subject) {
        return Set.of();
    }

    @Override
    public CandidateList mostSimilar(Probe probe) {
        var found = new Neighbours(9);
        // Their own row is the best there is: nothing but an exhaustive search looks further.
        index.search(
                MemorySegment.ofArray(probe.embedding().values()), Ordinals.all(), AccuracyTarget.EXHAUSTIVE, found);
        return CandidateList.of(
                IntStream.range(0, found.count())
                        .mapToObj(rank ->
                                new Candidate(new SubjectId("s" + found.ordinal(rank)), found.similarity(rank))),
                found.epoch());
    }

    /** The greatest similarity of anybody to a stranger. */
    float best(Embedding stranger) {
        var found = new Neighbours(1);
        index.search(MemorySegment.ofArray(stranger.values()), Ordinals.all(), ANYBODY, found);
        return found.similarity(0);
    }

    private static int ordinal(SubjectId subject) {
        return Integer.parseInt(subject.value().substring(1));
    }

    @Override
    public void close() {
        index.close();
    }
}

package dev.stead.benchmarks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.benchmarks.data.Population;
import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.calibration.ImpostorSource;
import dev.stead.matcher.domain.calibration.ImpostorSurvey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is bought where everybody has enrolled several templates and strangers present one frame. */
class SeveralTemplatesTest {
    private static final int SUBJECTS = 600;
    private static final int TEMPLATES = 3;
    private static final int RING = 20;
    private static final double FPIR = 0.01;
    private static final Population PEOPLE = new Population(People.DIMENSION, 4);

    @Test
    void aFrameOfAStrangerIsTakenForSomebodyAsRarelyAsAsked() {
        var gallery = new Gallery(IntStream.range(0, SUBJECTS)
                .boxed()
                .collect(Collectors.toMap(
                        i -> new SubjectId("s" + i),
                        i -> IntStream.range(0, TEMPLATES)
                                .mapToObj(capture -> Embedding.normalised(PEOPLE.sample(i, capture)))
                                .toList())));
        float threshold = new ImpostorSurvey(gallery, new SplittableRandom(1), () -> {})
                .survey(FPIR, new ImpostorSurvey.Guard(1, 1))
                .curve()
                .orElseThrow()
                .at(RING);

        int strangers = 1_000;
        long reached = IntStream.range(0, strangers)
                .filter(i -> gallery.best(Embedding.normalised(PEOPLE.sample(SUBJECTS + i, 0)), i * RING) >= threshold)
                .count();

        assertThat((double) reached / strangers).isBetween(FPIR / 2, 2 * FPIR);
    }

    /** In memory. */
    private record Gallery(Map<SubjectId, List<Embedding>> templates) implements ImpostorSource {
        @Override
        public int subjects() {
            return templates.size();
        }

        @Override
        public List<SubjectId> sample(int most, RandomGenerator random) {
            List<SubjectId> all = new ArrayList<>(templates.keySet());
            Collections.shuffle(all, Random.from(random));
            return all.subList(0, Math.min(most, all.size()));
        }

        @Override
        public Map<SubjectId, List<Embedding>> templates(List<SubjectId> subjects) {
            return subjects.stream()
                    .collect(Collectors.toMap(
                            Function.identity(),
                            one -> of(one).stream().map(Embedding::copy).toList()));
        }

        private List<Embedding> of(SubjectId subject) {
            return Objects.requireNonNull(templates.get(subject));
        }

        @Override
        public Set<SubjectId> lookAlikesOf(SubjectId subject) {
            return Set.of();
        }

        @Override
        public CandidateList mostSimilar(Probe probe) {
            return CandidateList.of(
                    templates.entrySet().stream()
                            .map(one -> new Candidate(one.getKey(), best(probe.embedding(), one.getValue()))),
                    0);
        }

        /** Of a ring that begins with this subject. */
        float best(Embedding stranger, int first) {
            float best = -1;
            for (int i = first; i < first + RING; i++) {
                best = Math.max(best, best(stranger, of(new SubjectId("s" + i % SUBJECTS))));
            }
            return best;
        }

        private static float best(Embedding probe, List<Embedding> templates) {
            float best = -1;
            for (Embedding template : templates) {
                best = Math.max(best, probe.similarityTo(template));
            }
            return best;
        }
    }
}

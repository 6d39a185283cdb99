package dev.stead.matcher.domain.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.duplicate.Duplicate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImpostorSurveyTest {
    private static final int DIMENSION = 64;
    private static final double FPIR = 0.01;
    private static final ImpostorSurvey.Guard GUARD = new ImpostorSurvey.Guard(0.8f, 0.9f);

    private final People people = new People(700);

    /** Random directions, most with one template. */
    private static final class People implements ImpostorSource {
        private final Map<SubjectId, List<Embedding>> templates = new LinkedHashMap<>();
        private final Set<Set<SubjectId>> pairs = new HashSet<>();

        People(int count) {
            var random = new Random(1);
            IntStream.range(0, count).forEach(i -> {
                Embedding first = embedding(random);
                templates.put(
                        new SubjectId("s" + i), i % 3 == 0 ? List.of(first, near(first, random)) : List.of(first));
            });
        }

        Embedding first(int i) {
            return Objects.requireNonNull(templates.get(new SubjectId("s" + i))).getFirst();
        }

        static Embedding embedding(Random random) {
            float[] values = new float[DIMENSION];
            for (int i = 0; i < DIMENSION; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return Embedding.normalised(values);
        }

        /** With this cosine to another. */
        static Embedding at(float cosine, Embedding to, int seed) {
            Embedding any = embedding(new Random(seed));
            float along = to.similarityTo(any);
            double aside = Math.sqrt((1 - cosine * cosine) / (1 - along * along));
            float[] values = new float[DIMENSION];
            for (int i = 0; i < DIMENSION; i++) {
                values[i] = (float) (cosine * to.values()[i] + aside * (any.values()[i] - along * to.values()[i]));
            }
            return Embedding.normalised(values);
        }

        static Embedding near(Embedding of, Random random) {
            float[] values = of.values().clone();
            for (int i = 0; i < DIMENSION; i++) {
                values[i] += (float) (0.05 * random.nextGaussian());
            }
            return Embedding.normalised(values);
        }

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
            Map<SubjectId, List<Embedding>> found = new LinkedHashMap<>(templates);
            found.keySet().retainAll(subjects);
            found.replaceAll((_, own) -> own.stream().map(Embedding::copy).toList());
            return found;
        }

        @Override
        public Set<SubjectId> lookAlikesOf(SubjectId subject) {
            Set<SubjectId> found = new HashSet<>();
            pairs.stream().filter(pair -> pair.contains(subject)).forEach(found::addAll);
            found.remove(subject);
            return found;
        }

        @Override
        public CandidateList mostSimilar(Probe probe) {
            return CandidateList.of(
                    templates.entrySet().stream()
                            .flatMap(one -> one.getValue().stream()
                                    .map(template ->
                                            new Candidate(one.getKey(), template.similarityTo(probe.embedding())))),
                    0);
        }

        ImpostorSurvey.Found survey() {
            return new ImpostorSurvey(this, new SplittableRandom(1), () -> {}).survey(FPIR, GUARD);
        }
    }

    @Test
    void eachRingSizeAndTheGalleryGetAThreshold() {
        ImpostorSurvey.Found found = people.survey();
        assertThat(found.probes()).isEqualTo(700);
        assertThat(found.thresholds()).extracting(RingThreshold::ringSize).containsExactly(1, 5, 20, 100, 500, 699);
        assertThat(found.thresholds()).allSatisfy(one -> assertThat(FPIR).isBetween(one.leastFpir(), one.mostFpir()));
    }

    @Test
    void strangersAreFoundAsRarelyAsAsked() {
        ThresholdCurve curve = people.survey().curve().orElseThrow();
        var random = new Random(2);
        List<List<Embedding>> all = List.copyOf(people.templates.values());
        int reached = 0;
        int rings = 0;
        for (int stranger = 0; stranger < 1_000; stranger++) {
            Embedding probe = People.embedding(random);
            for (int ring = 0; ring < 700 / 20; ring++) {
                reached += all.subList(20 * ring, 20 * ring + 20).stream()
                                .flatMap(List::stream)
                                .anyMatch(template -> template.similarityTo(probe) >= curve.at(20))
                        ? 1
                        : 0;
                rings++;
            }
        }
        assertThat((double) reached / rings).isBetween(FPIR / 1.5, FPIR * 1.5);
    }

    @Test
    void onePersonUnderTwoSubjectsIsNoImpostor() {
        ImpostorSurvey.Found before = people.survey();
        var random = new Random(3);
        for (int i = 0; i < 50; i++) {
            people.templates.put(new SubjectId("twin" + i), List.of(People.near(people.first(i), random)));
        }
        assertAlike(people.survey(), before);
    }

    @Test
    void onePersonUnderTwoSubjectsIsFoundOnceAndLookAlikesOnRecordAreNot() {
        var random = new Random(3);
        for (int i = 0; i < 50; i++) {
            people.templates.put(new SubjectId("twin" + i), List.of(People.near(people.first(i), random)));
        }
        people.pairs.add(Set.of(new SubjectId("twin0"), new SubjectId("s0")));

        assertThat(people.survey().duplicates())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(1, 50)
                        .mapToObj(i -> new Duplicate(new SubjectId("twin" + i), new SubjectId("s" + i)))
                        .toList());
    }

    /** They may have been enrolled rightly, when the threshold was lower, or wrongly kept out. */
    @Test
    void whoeverTheGuardWouldNotKeepOutTodayIsNeitherImpostorNorDuplicate() {
        ImpostorSurvey.Found before = people.survey();
        for (int i = 0; i < 50; i++) {
            people.templates.put(new SubjectId("twin" + i), List.of(People.at(0.85f, people.first(i), i)));
        }
        ImpostorSurvey.Found found = people.survey();

        assertThat(found.duplicates()).isEmpty();
        assertAlike(found, before);
    }

    /** Their other templates are of the same person as the one that is like. */
    @Test
    void noTemplateOfADuplicateIsAnImpostors() {
        ImpostorSurvey.Found before = people.survey();
        var random = new Random(3);
        for (int i = 0; i < 50; i++) {
            Embedding first = people.first(i);
            people.templates.put(
                    new SubjectId("twin" + i), List.of(People.near(first, random), People.at(0.75f, first, i)));
        }
        assertAlike(people.survey(), before);
    }

    @Test
    void recordedLookAlikesAreNoImpostors() {
        ImpostorSurvey.Found before = people.survey();
        var random = new Random(3);
        for (int i = 0; i < 50; i++) {
            Embedding one = people.first(i);
            float[] alike = one.values().clone();
            float[] aside = People.embedding(random).values();
            for (int k = 0; k < DIMENSION; k++) {
                alike[k] += aside[k];
            }
            var twin = new SubjectId("twin" + i);
            people.templates.put(twin, List.of(Embedding.normalised(alike)));
            people.pairs.add(Set.of(twin, new SubjectId("s" + i)));
        }
        assertAlike(people.survey(), before);
        people.pairs.clear();
        float without = threshold(people.survey(), 750 - 1);
        assertThat(without).isGreaterThan(threshold(before, 699) + 0.03f);
    }

    @Test
    void thereIsNothingToMeasureInAnAlmostEmptyGallery() {
        for (int few : new int[] {0, 1, 2, 99}) {
            assertThat(new People(few).survey().curve()).as("%d people", few).isEmpty();
        }
    }

    @Test
    void surveyEndsWhenItsPauseThrows() {
        var survey = new ImpostorSurvey(people, new SplittableRandom(1), () -> {
            throw new CancellationException();
        });
        assertThatThrownBy(() -> survey.survey(FPIR, GUARD)).isInstanceOf(CancellationException.class);
    }

    private static void assertAlike(ImpostorSurvey.Found found, ImpostorSurvey.Found before) {
        assertThat(threshold(found, 749)).isBetween(threshold(before, 699) - 0.03f, threshold(before, 699) + 0.03f);
    }

    private static float threshold(ImpostorSurvey.Found found, int ringSize) {
        return found.thresholds().stream()
                .filter(one -> one.ringSize() == ringSize)
                .findFirst()
                .orElseThrow()
                .threshold();
    }
}

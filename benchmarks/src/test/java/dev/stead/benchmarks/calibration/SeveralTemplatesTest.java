package dev.stead.benchmarks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.benchmarks.data.Population;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.calibration.ImpostorSurvey;
import java.util.List;
import java.util.SplittableRandom;
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
        try (var gallery = new MemorySource(IntStream.range(0, SUBJECTS)
                .mapToObj(SeveralTemplatesTest::templates)
                .toList())) {
            float threshold = new ImpostorSurvey(gallery, new SplittableRandom(1), () -> {})
                    .survey(FPIR, new ImpostorSurvey.Guard(1, 1))
                    .curve()
                    .orElseThrow()
                    .at(RING);

            int strangers = 1_000;
            long reached = IntStream.range(0, strangers)
                    .filter(i ->
                            best(gallery, Embedding.normalised(PEOPLE.sample(SUBJECTS + i, 0)), i * RING) >= threshold)
                    .count();

            assertThat((double) reached / strangers).isBetween(FPIR / 2, 2 * FPIR);
        }
    }

    private static List<Embedding> templates(int person) {
        return IntStream.range(0, TEMPLATES)
                .mapToObj(capture -> Embedding.normalised(PEOPLE.sample(person, capture)))
                .toList();
    }

    /** Of a ring that begins with this subject. */
    private static double best(MemorySource gallery, Embedding stranger, int first) {
        return IntStream.range(first, first + RING)
                .mapToObj(i -> gallery.ofSubject(i % SUBJECTS))
                .flatMap(List::stream)
                .mapToDouble(stranger::similarityTo)
                .max()
                .orElseThrow();
    }
}

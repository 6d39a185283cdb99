package dev.stead.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stead.benchmarks.accuracy.LabelledEmbeddings.Sources;
import dev.stead.benchmarks.accuracy.Trials.Trial;
import dev.stead.benchmarks.data.LabelledData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCrewTest {
    private static final int DIMENSION = 128;
    private static final int PEOPLE = 60;
    private static final int MATED = 24;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyPresentsWhatTheyEnrolToTheirOwnGallery(boolean withSessions) throws IOException {
        try (LabelledEmbeddings data = LabelledEmbeddings.open(generated(withSessions), DIMENSION)) {
            TestCrew crew = TestCrew.of(data, 3, 3, 5);
            assertThat(crew.subjects()).hasSize(PEOPLE);
            assertThat(crew.subjects().stream().filter(TestSubject::mated)).hasSize(MATED);
            assertThat(crew.half(0).stream().filter(TestSubject::mated)).hasSize(MATED / 2);
            for (TestSubject one : crew.subjects()) {
                assertThat(one.templates()).hasSize(3);
                Set<Integer> presented = new HashSet<>();
                one.presentations(3).forEach(presented::addAll);
                assertThat(presented).hasSize(one.mated() ? 9 : withSessions ? 0 : 3);
                if (one.mated()) {
                    assertThat(presented).doesNotContainAnyElementsOf(one.templates());
                }
            }
        }
    }

    @Test
    void framesThatArePresentedTogetherAreOfOneSession() throws IOException {
        try (LabelledEmbeddings data = LabelledEmbeddings.open(generated(true), DIMENSION)) {
            for (TestSubject one : TestCrew.of(data, 3, 3, 5).subjects()) {
                for (List<Integer> together : one.presentations(3)) {
                    assertThat(data.bySession(together)).hasSize(1);
                }
            }
        }
    }

    @Test
    void equalSeedsSplitEqually() throws IOException {
        try (LabelledEmbeddings data = LabelledEmbeddings.open(generated(false), DIMENSION)) {
            assertThat(TestCrew.of(data, 3, 3, 5)).isEqualTo(TestCrew.of(data, 3, 3, 5));
            assertThat(TestCrew.of(data, 3, 3, 5)).isNotEqualTo(TestCrew.of(data, 3, 3, 6));
        }
    }

    @Test
    void matedAreInTheRingTheyStandBeforeAndStrangersInTheOtherGallery() throws IOException {
        try (LabelledEmbeddings data = LabelledEmbeddings.open(generated(false), DIMENSION)) {
            TestCrew crew = TestCrew.of(data, 3, 3, 5);
            List<RingPartition> rings = IntStream.range(0, TestCrew.HALVES)
                    .mapToObj(half -> RingPartition.of(crew.half(half), 5, half, 1))
                    .toList();
            var size = new TrialPlan.Size(1, 10_000, 1);
            TrialPlan atRings = TrialPlan.ofRings(crew, rings, size);
            TrialPlan atAll = TrialPlan.ofAll(crew, crew.subjects(), size);

            assertThat(atAll.mated())
                    .hasSize(MATED * 9)
                    .allMatch(trial -> trial.half() == trial.person().half());
            assertThat(atAll.nonMated()).hasSize(MATED * 9 + (PEOPLE - MATED) * 3);
            assertThat(atRings.mated())
                    .hasSize(MATED * 9)
                    .allMatch(trial -> ringOf(trial, rings).contains(trial.person()));
            assertThat(atRings.nonMated())
                    .hasSizeGreaterThan(2 * atAll.nonMated().size())
                    .doesNotHaveDuplicates()
                    .allMatch(trial -> trial.half() != trial.person().half())
                    .allMatch(trial -> ringOf(trial, rings).stream().allMatch(one -> one.half() == trial.half()));
            assertThat(TrialPlan.ofRings(crew, rings, new TrialPlan.Size(1, 7, 1))
                            .nonMated())
                    .hasSize(7);
        }
    }

    private static List<TestSubject> ringOf(Trial trial, List<RingPartition> rings) {
        RingPartition partition = rings.get(trial.half());
        return IntStream.range(0, partition.rings().size())
                .filter(i -> partition.terminal(i).equals(trial.terminal()))
                .mapToObj(partition.rings()::get)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void filesThatDoNotFitAreRefusedWithTheReason() throws IOException {
        Path embeddings = folder.resolve("two.f32");
        Path labels = folder.resolve("two.i32");
        ByteBuffer rows = ByteBuffer.allocate(2 * 4 * DIMENSION).order(ByteOrder.LITTLE_ENDIAN);
        rows.putFloat(0, 1).putFloat(4 * DIMENSION, 0.5f);
        Files.write(embeddings, rows.array());
        Files.write(labels, new byte[4]);
        var sources = new Sources(embeddings, labels, Optional.empty(), Optional.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledEmbeddings.open(sources, DIMENSION))
                .withMessageEndingWith("two.i32 must have 2 int32, one a row of the embeddings, but has 4 bytes");
        Files.write(labels, new byte[8]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledEmbeddings.open(sources, DIMENSION))
                .withMessage(
                        "row 1 of the embeddings must have unit norm, but has 0.5: are --dim and the byte order right?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledEmbeddings.open(sources, 100))
                .withMessageContaining("not a whole number of rows of 100 float32");
    }

    private Sources generated(boolean withSessions) {
        LabelledData data = LabelledData.kept(folder, new LabelledData.Plan(PEOPLE, MATED, DIMENSION, 1));
        return new Sources(
                data.embeddings(),
                data.labels(),
                withSessions ? Optional.of(data.sessions()) : Optional.empty(),
                Optional.of(data.qualities()));
    }
}

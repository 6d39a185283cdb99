package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.limit.DecisionCounts.CountKey;
import dev.stead.matcher.limit.DecisionCounts.Kind;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of counters, on both engines. */
class StoredDecisionCountsTest {
    private static final SubjectId ADA = new SubjectId("ada");
    private static final CountKey NEAR = new CountKey(Kind.NEAR, "people", "ada", "", 0);

    private final SettableClock clock = new SettableClock();

    @TempDir
    private Path folder = Path.of("");

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void countsWhatAllProcessesAdd(TestDatabase test) {
        var counts = new StoredDecisionCounts(test.database());
        enrol(test);
        CountKey terminal = new CountKey(Kind.ANSWERS, "", "", "t-1", Kind.ANSWERS.periodAt(clock.instant()));
        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(_ -> CompletableFuture.runAsync(() -> counts.add(Map.of(NEAR, 2, terminal, 3))))
                        .toArray(CompletableFuture<?>[]::new))
                .join();

        assertThat(counts.add(Map.of(NEAR, -1, terminal, 0))).isEqualTo(Map.of(NEAR, 15, terminal, 24));
        assertThat(counts.load(clock.instant())).isEqualTo(Map.of(NEAR, 15, terminal, 24));
        counts.deleteOver(clock.instant());
        assertThat(counts.load(clock.instant())).hasSize(2);
        counts.deleteOver(clock.instant().plus(Duration.ofHours(1)));
        assertThat(counts.load(clock.instant())).isEqualTo(Map.of(NEAR, 15));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void keepsNothingOfTheErasedAndWritesNothingOfThemLater(TestDatabase test) {
        var counts = new StoredDecisionCounts(test.database());
        IndexedGallery gallery = enrol(test);
        counts.add(Map.of(NEAR, 2));
        gallery.erase(request(), new Eraser.ByOperator(ADA));

        assertThat(counts.load(clock.instant())).isEmpty();
        assertThat(counts.add(Map.of(NEAR, 2))).isEmpty();
        assertThat(counts.load(clock.instant())).isEmpty();
    }

    private IndexedGallery enrol(TestDatabase test) {
        IndexedGallery gallery = TestStores.gallery(TestStores.store(folder, test.database()), clock);
        gallery.enrol(
                request(),
                new Enrolment(
                        ADA, new Consent("1", clock.instant()), List.of(new Faces(1).sample(1, 0)), clock.instant()));
        return gallery;
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }
}

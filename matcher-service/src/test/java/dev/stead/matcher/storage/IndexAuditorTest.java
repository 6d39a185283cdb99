package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.SteadIndex;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexAuditorTest {
    private static final int PEOPLE = 2_200;
    private static final int ROWS_PER_ROUND = 100;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final Faces faces = new Faces(8);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aRoundIsCountedAndBlamesNobodyWhoIsFound() {
        var index = new SteadIndex(MatcherBed.PEOPLE.dimension(), Kernels.best(), 1);
        try (TestDatabase test = TestDatabases.sqlite(TemplateStore.MIGRATIONS)) {
            var store = TestStores.store(folder, test.database());
            try (var gallery = IndexedGallery.load(MatcherBed.PEOPLE, store, index, 0.9999, clock)) {
                gallery.enrolAll(
                        IntStream.range(0, PEOPLE).mapToObj(this::enrolment).toList());
                gallery.templates().settle();
                try (var auditor = new IndexAuditor(List.of(gallery), registry)) {
                    auditor.round();
                    auditor.round();
                    assertThat(count("rows")).isGreaterThanOrEqualTo(2 * ROWS_PER_ROUND);
                    assertThat(count("repaired")).isZero();
                    assertThat(count("lost")).isZero();
                }
            }
        }
    }

    private double count(String what) {
        return registry.get("stead_index_audit_" + what)
                .tag("gallery", MatcherBed.PEOPLE.id().value())
                .functionCounter()
                .count();
    }

    private Enrolment enrolment(int person) {
        return new Enrolment(
                new SubjectId("s-" + person),
                new Consent("2026-11/en", clock.instant()),
                List.of(faces.sample(person, 0)),
                clock.instant());
    }
}

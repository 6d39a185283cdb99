package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.Quality;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a template that was added later finds. */
class AnchorsTest {
    private static final SubjectId ADA = new SubjectId("ada");

    @TempDir
    private Path folder = Path.of("");

    private final Faces faces = new Faces(8);
    private final SettableClock clock = new SettableClock();

    @Test
    void aTemplateBetweenTwoFacesFindsWhoeverLooksLikeTheEnrolmentAndNotTheOther() {
        try (TestDatabase test = TestDatabases.sqlite(TemplateStore.MIGRATIONS)) {
            IndexedGallery gallery = open(test);
            gallery.enrol(request(), new Enrolment(ADA, consent(), List.of(faces.sample(1, 0)), clock.instant()));
            Embedding between = Embedding.normalised(faces.between(1, 2));
            gallery.add(request(), new AddedSample(ADA, new Sample(Faces.MODEL, between, new Quality(80))));
            Probe ada = new Probe(faces.sample(1, 9).embedding());
            Probe other = new Probe(faces.sample(2, 0).embedding());
            assertThat(between.similarityTo(other.embedding()))
                    .as("similarity to the template alone")
                    .isGreaterThan(MatcherBed.PEOPLE.operatingPoint().threshold());

            assertThat(gallery.search(ada, 5).best().orElseThrow().subject()).isEqualTo(ADA);
            assertThat(gallery.compare(ADA, ada).orElseThrow()).isGreaterThan(0.55);
            assertThat(gallery.search(new Probe(between), 5)
                            .best()
                            .orElseThrow()
                            .similarity())
                    .as("by the added template")
                    .isGreaterThan(0.99f);

            assertThat(gallery.search(other, 5).best().filter(MatcherBed.PEOPLE.operatingPoint()::isReachedBy))
                    .isEmpty();
            assertThat(gallery.compare(ADA, other).orElse(-1)).isLessThan(0.55);
            gallery.close();
        }
    }

    private IndexedGallery open(TestDatabase test) {
        return TestStores.gallery(TestStores.store(folder, test.database()), clock);
    }

    private Consent consent() {
        return new Consent("2026-11/en", clock.instant());
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }
}

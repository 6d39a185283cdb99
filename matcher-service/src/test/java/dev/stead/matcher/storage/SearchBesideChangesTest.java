package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.Probe;
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
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ordinals change hands while searches run: nobody may be taken for somebody else. */
class SearchBesideChangesTest {
    private static final int PEOPLE = 12;

    private final Faces faces = new Faces(9);
    private final SettableClock clock = new SettableClock();

    @Test
    void nobodyIsEverTakenForAnother(@TempDir Path folder) throws Exception {
        var done = new AtomicBoolean();
        try (TestDatabase test = TestDatabases.sqlite(TemplateStore.MIGRATIONS);
                var gallery = TestStores.gallery(TestStores.store(folder, test.database()), clock);
                var threads = Executors.newFixedThreadPool(2)) {
            Callable<Integer> reader = () -> {
                int found = 0;
                for (int i = 0; !done.get(); i++) {
                    int person = i % PEOPLE;
                    for (Candidate candidate : gallery.search(probe(person), 3).candidates()) {
                        if (MatcherBed.PEOPLE.operatingPoint().isReachedBy(candidate)) {
                            assertThat(candidate.subject()).isEqualTo(subject(person));
                            found++;
                        }
                    }
                }
                return found;
            };
            List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
            try {
                change(gallery, 250);
            } finally {
                done.set(true);
            }
            for (Future<Integer> one : readers) {
                assertThat(one.get()).as("searches that found somebody").isPositive();
            }
        }
    }

    private void change(IndexedGallery gallery, int times) {
        long seed = 17;
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            int person = random.nextInt(PEOPLE);
            var request = new RequestIdentity(
                    UUID.randomUUID(), RequestFingerprint.ofFields("change " + i + ", seed " + seed));
            if (gallery.find(subject(person)).isPresent()) {
                gallery.erase(request, new Eraser.ByOperator(subject(person)));
            } else {
                gallery.enrol(
                        request,
                        new Enrolment(
                                subject(person),
                                new Consent("1", clock.instant()),
                                List.of(faces.sample(person, 0), faces.sample(person, 1)),
                                clock.instant()));
            }
        }
    }

    private Probe probe(int person) {
        return new Probe(faces.sample(person, 9).embedding());
    }

    private static SubjectId subject(int person) {
        return new SubjectId("s-" + person);
    }
}

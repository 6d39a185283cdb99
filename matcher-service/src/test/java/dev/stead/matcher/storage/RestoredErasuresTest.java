package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.index.FlatIndex;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.testing.Backup;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random lives of a gallery, with backups, restores and crashes, beside a model of who is enrolled. */
class RestoredErasuresTest {
    private static final int PEOPLE = 4;

    @TempDir
    private Path folder = Path.of("");

    private final Faces faces = new Faces(8);
    private final SettableClock clock = new SettableClock();

    static Stream<Arguments> lives() {
        return Stream.concat(
                IntStream.range(0, 6)
                        .mapToObj(seed -> Arguments.of(seed, 40, TestDatabases.sqlite(TemplateStore.MIGRATIONS))),
                TestDatabases.fresh(TemplateStore.MIGRATIONS).skip(1).map(postgres -> Arguments.of(0, 40, postgres)));
    }

    @ParameterizedTest(name = "seed {0}, {1} steps, {2}")
    @MethodSource("lives")
    void whoeverWasErasedIsNeverFoundAgainAndTheirReceiptHolds(int seed, int steps, TestDatabase test) {
        try (var life = new Life(test)) {
            var random = new Random(seed);
            for (int step = 0; step < steps; step++) {
                int person = random.nextInt(PEOPLE);
                switch (random.nextInt(9)) {
                    case 0, 1, 2 -> life.enrol(person);
                    case 3 -> life.add(person);
                    case 4 -> life.erase(person);
                    case 5 -> life.crash(person, random.nextBoolean());
                    case 6 -> life.backup();
                    case 7 -> life.restore();
                    default -> life.restart();
                }
                life.check();
            }
            life.restore();
            life.check();
        }
    }

    /** Thrown where a process dies. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final class Life implements AutoCloseable {
        private final TestDatabase test;
        private final Map<Integer, UUID> enrolled = new HashMap<>();
        private final Set<UUID> erased = new HashSet<>();
        private final Map<ErasureReceipt, Integer> receipts = new HashMap<>();
        private Backup backup;
        private Map<Integer, UUID> then = Map.of();
        private Consumer<ErasureRow> death = _ -> {};

        private ListedErasures listed;
        private IndexedGallery gallery;
        private Eraser.Erasures erasures;

        @SuppressWarnings("NullAway.Init") // the rest is set by start
        Life(TestDatabase test) {
            this.test = test;
            start();
            stop();
            backup = Backup.of(test);
            start();
        }

        private void start() {
            Database database = test.database();
            Path kek = folder.resolve("kek.json");
            TemplateKeys.createIfAbsent(kek);
            listed = ListedErasures.open(folder.resolve("erasures.list"), database, clock);
            var store = new TemplateStore(database, TemplateKeys.read(kek), row -> {
                death.accept(row);
                listed.add(row);
                death.accept(row);
            });
            gallery = IndexedGallery.load(
                    MatcherBed.PEOPLE, store, new FlatIndex(Faces.DIMENSION, Kernels.best()), 1, clock);
            erasures = new StoredErasures(store, List.of(gallery));
        }

        private void stop() {
            gallery.close();
            listed.close();
            test.close();
        }

        void restart() {
            stop();
            start();
        }

        void enrol(int person) {
            if (!enrolled.containsKey(person)) {
                var consent = new Consent("2026-11/en", clock.instant());
                gallery.enrol(
                        request(),
                        new Enrolment(subject(person), consent, List.of(faces.sample(person, 0)), clock.instant()));
                enrolled.put(person, gallery.generationOf(subject(person)).orElseThrow());
            }
        }

        void add(int person) {
            if (enrolled.containsKey(person)
                    && gallery.find(subject(person)).orElseThrow().templates() < 5) {
                gallery.add(request(), new AddedSample(subject(person), faces.sample(person, 1)));
            }
        }

        void erase(int person) {
            if (enrolled.containsKey(person)) {
                ErasureReceipt receipt = gallery.erase(request(), new Eraser.ByOperator(subject(person)));
                receipts.put(receipt, person);
                erased.add(enrolled.remove(person));
                clock.advance(Duration.ofSeconds(1));
            }
        }

        /** During an erasure, before it is listed or after; never with the erasure committed. */
        void crash(int person, boolean afterListing) {
            if (enrolled.containsKey(person)) {
                int[] passes = {afterListing ? 2 : 1};
                death = _ -> {
                    if (--passes[0] == 0) {
                        throw new Death();
                    }
                };
                assertThatThrownBy(() -> gallery.erase(request(), new Eraser.ByOperator(subject(person))))
                        .isInstanceOf(Death.class);
                death = _ -> {};
                restart();
                if (afterListing) {
                    erased.add(enrolled.remove(person));
                }
            }
        }

        void backup() {
            stop();
            backup = Backup.of(test);
            then = Map.copyOf(enrolled);
            start();
        }

        void restore() {
            stop();
            backup.restore();
            enrolled.clear();
            enrolled.putAll(then);
            enrolled.values().removeAll(erased);
            start();
        }

        void check() {
            for (int person = 0; person < PEOPLE; person++) {
                SubjectId subject = subject(person);
                Optional<SubjectId> best = gallery.search(
                                new Probe(faces.sample(person, 9).embedding()), 3)
                        .best()
                        .filter(candidate -> candidate.similarity() > 0.5)
                        .map(Candidate::subject);
                assertThat(best).isEqualTo(enrolled.containsKey(person) ? Optional.of(subject) : Optional.empty());
                assertThat(gallery.generationOf(subject)).isEqualTo(Optional.ofNullable(enrolled.get(person)));
                assertThat(gallery.find(subject).isPresent()).isEqualTo(enrolled.containsKey(person));
            }
            receipts.forEach((receipt, person) -> {
                var verified = new Eraser.Erasures.Verified(receipt, true);
                assertThat(erasures.verify(receipt.id(), Optional.of(subject(person))))
                        .contains(verified);
                assertThat(erasures.verify(receipt.id(), Optional.of(subject(person + 1))))
                        .isEmpty();
            });
        }

        @Override
        public void close() {
            stop();
        }
    }

    private static SubjectId subject(int person) {
        return new SubjectId("s-" + person);
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }
}

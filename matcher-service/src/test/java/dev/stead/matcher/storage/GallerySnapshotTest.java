package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.SnapshotFile;
import dev.stead.matcher.index.SteadIndex;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sealed snapshot of a gallery, on both databases. A gallery that is not closed is a process that was killed. */
class GallerySnapshotTest {
    private static final int PEOPLE = 2_200;

    @TempDir
    Path folder;

    private final Faces faces = new Faces(8);
    private final SettableClock clock = new SettableClock();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatWasEnrolledOrErasedAfterTheSnapshotIsSoAfterAKill(TestDatabase test) throws IOException {
        IndexedGallery killed = filled(test.database());
        assertThat(killed.writeSnapshot()).isTrue();
        killed.erase(newRequest(), new Eraser.ByOperator(subject(7)));
        killed.enrolAll(List.of(enrolment(PEOPLE), enrolment(PEOPLE + 1)));

        Database reopened = test.reopen();
        IndexedGallery gallery = open(reopened, MatcherBed.PEOPLE);

        assertThat(restored(reopened)).isEqualTo(PEOPLE - 256);
        assertThat(gallery.stats().templates()).isEqualTo(PEOPLE + 1);
        assertThat(best(gallery, 7)).isNotEqualTo(subject(7));
        for (int person : new int[] {0, 6, 8, 300, PEOPLE - 1, PEOPLE, PEOPLE + 1}) {
            assertThat(best(gallery, person)).isEqualTo(subject(person));
        }
        gallery.close();
        killed.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anErasureMakesEveryCopyOfTheFileGiveItsTemplatesNoMore(TestDatabase test) throws IOException {
        Database database = test.database();
        IndexedGallery gallery = open(database, MatcherBed.PEOPLE);
        gallery.enrolAll(IntStream.range(0, PEOPLE).mapToObj(this::enrolment).toList());
        awaitArrangement(gallery);
        gallery.writeSnapshot();
        byte[] yesterday = Files.readAllBytes(file());
        gallery.erase(newRequest(), new Eraser.ByOperator(subject(7)));

        SnapshotName name = nameOf(file());
        assertThat(TestStores.store(folder, database).keysOf(MatcherBed.PEOPLE.id(), name, 3))
                .as("common, erased, other")
                .satisfies(keys -> assertThat(keys[0]).isNotNull())
                .satisfies(keys -> assertThat(keys[1]).isNull())
                .satisfies(keys -> assertThat(keys[2]).isNotNull());

        gallery.writeSnapshot();
        Files.write(file(), yesterday);
        assertThat(TestStores.store(folder, database).keysOf(MatcherBed.PEOPLE.id(), name, 3))
                .containsOnlyNulls();
        gallery.close();
        IndexedGallery reopened = open(test.reopen(), MatcherBed.PEOPLE);
        assertThat(reopened.stats().templates()).isEqualTo(PEOPLE - 1);
        assertThat(best(reopened, 7)).isNotEqualTo(subject(7));
        assertThat(best(reopened, 8)).isEqualTo(subject(8));
        reopened.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDamagedOrForeignFileIsRefusedAndTheTableServes(TestDatabase test) throws IOException {
        Database database = test.database();
        IndexedGallery first = filled(database);
        first.writeSnapshot();
        first.close();
        byte[] whole = Files.readAllBytes(file());
        var random = new Random(1);
        for (int i = 0; i < 3; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), bytes);
            assertThat(restored(database)).isEqualTo(-1);
        }
        Files.write(file(), whole);
        assertThat(restored(database)).isEqualTo(PEOPLE);
        assertThat(restored(database, new ModelId("newer@2"))).isEqualTo(-1);
        try (SnapshotFile saved = SnapshotFile.open(file())) {
            byte[] header = saved.header();
            Path swapped = folder.resolve("swapped");
            SnapshotFile.write(swapped, header, saved.sections(), section -> section(saved, section));
            Files.move(swapped, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(restored(database)).as("two sections in each other's place").isEqualTo(-1);
        Files.write(file(), whole);
        try (SnapshotFile saved = SnapshotFile.open(file())) {
            Path longer = folder.resolve("longer");
            int claimed = 1 << 18;
            SnapshotFile.write(longer, saved.header(), claimed, section -> sectionOrNothing(saved, section));
            Files.move(longer, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(restored(database)).as("sections that nobody has a key for").isEqualTo(PEOPLE);

        IndexedGallery gallery = open(database, MatcherBed.PEOPLE);
        assertThat(gallery.stats().templates()).isEqualTo(PEOPLE);
        assertThat(best(gallery, 8)).isEqualTo(subject(8));
        gallery.close();
    }

    private static byte[] sectionOrNothing(SnapshotFile saved, int section) {
        try {
            return section < saved.sections() ? saved.section(section) : new byte[0];
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] section(SnapshotFile saved, int section) {
        try {
            return saved.section(section == 1 ? 2 : section == 2 ? 1 : section);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private IndexedGallery filled(Database database) {
        IndexedGallery gallery = open(database, MatcherBed.PEOPLE);
        gallery.enrolAll(IntStream.range(0, PEOPLE).mapToObj(this::enrolment).toList());
        awaitArrangement(gallery);
        return gallery;
    }

    private static void awaitArrangement(IndexedGallery gallery) {
        gallery.templates().settle();
        assertThat(gallery.isSnapshotDue(false)).isTrue();
    }

    /** How many rows the file gives an index; -1 if it is refused. */
    private int restored(Database database) {
        return restored(database, MatcherBed.PEOPLE.model());
    }

    private int restored(Database database, ModelId model) {
        GalleryConfig now = MatcherBed.PEOPLE;
        var config = new GalleryConfig(now.id(), model, now.dimension(), now.operatingPoint(), now.gate());
        try (var index = new SteadIndex(Faces.DIMENSION, Kernels.best(), 1)) {
            new GallerySnapshot(config, TestStores.store(folder, database), folder, index).restore();
            return index.size();
        } catch (IOException e) {
            return -1;
        }
    }

    private static SnapshotName nameOf(Path file) throws IOException {
        try (SnapshotFile saved = SnapshotFile.open(file)) {
            return SnapshotName.read(saved.header(), MatcherBed.PEOPLE);
        }
    }

    private Path file() {
        return folder.resolve(MatcherBed.PEOPLE.id().value() + ".snapshot");
    }

    private static @Nullable SubjectId best(IndexedGallery gallery, int person) {
        Probe probe = new Probe(new Faces(8).sample(person, 9).embedding());
        return gallery.search(probe, 5).best().map(Candidate::subject).orElse(null);
    }

    private IndexedGallery open(Database database, GalleryConfig config) {
        var index = new SteadIndex(config.dimension(), Kernels.best(), 1);
        return IndexedGallery.load(
                config, TestStores.store(folder, database), index, 0.9999, clock, Optional.of(folder));
    }

    private static SubjectId subject(int person) {
        return new SubjectId("s-" + person);
    }

    private Enrolment enrolment(int person) {
        return new Enrolment(
                subject(person),
                new Consent("2026-11/en", clock.instant()),
                List.of(faces.sample(person, 0)),
                clock.instant());
    }

    private static RequestIdentity newRequest() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }
}

package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.LookAlike;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Look-alikes on record, on both databases. */
class StoredLookAlikesTest {
    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId BOB = new SubjectId("bob");
    private static final SubjectId EVE = new SubjectId("eve");
    private static final String REASON = "twins, both passports seen";

    @TempDir
    Path folder;

    private final Faces faces = new Faces(9);
    private final SettableClock clock = new SettableClock();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRecordIsReadFromBothSidesAlsoAfterAReopening(TestDatabase test) {
        IndexedGallery gallery = open(test.database());
        enrolAdaAndEve(gallery);
        gallery.close();

        IndexedGallery reopened = open(test.reopen());

        assertThat(reopened.lookAlikesOf(ADA)).containsExactly(EVE);
        assertThat(reopened.lookAlikesOf(EVE)).containsExactly(ADA);
        assertThat(reopened.recordedLookAlikes(ADA))
                .containsExactly(new LookAlike.Recorded(new LookAlike(EVE, REASON), "o-1", clock.instant()));
        assertThat(reopened.recordedLookAlikes(EVE))
                .containsExactly(new LookAlike.Recorded(new LookAlike(ADA, REASON), "o-1", clock.instant()));
        assertThat(reopened.recordedLookAlikes(BOB)).isEmpty();
        reopened.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAdditionRecordsWhomItNamesAndTheFirstWordStands(TestDatabase test) {
        IndexedGallery gallery = open(test.database());
        enrolAdaAndEve(gallery);
        gallery.enrol(request(), enrolment(BOB, 2, LookAlikes.NONE));
        clock.advance(Duration.ofMinutes(1));

        gallery.add(request(), new AddedSample(ADA, faces.sample(1, 5), said("o-2", "again", EVE)));
        gallery.add(request(), new AddedSample(ADA, faces.sample(1, 6), said("o-2", "cousins", BOB)));

        assertThat(gallery.lookAlikesOf(ADA)).containsExactlyInAnyOrder(EVE, BOB);
        assertThat(gallery.recordedLookAlikes(ADA))
                .containsExactly(
                        new LookAlike.Recorded(
                                new LookAlike(EVE, REASON),
                                "o-1",
                                clock.instant().minusSeconds(60)),
                        new LookAlike.Recorded(new LookAlike(BOB, "cousins"), "o-2", clock.instant()));
        gallery.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theErasureOfEitherErasesTheRecord(TestDatabase test) {
        for (SubjectId erased : List.of(ADA, EVE)) {
            IndexedGallery gallery = open(test.reopen());
            enrolAdaAndEve(gallery);
            SubjectId other = erased.equals(ADA) ? EVE : ADA;
            assertThat(rows(test.database())).isOne();

            ErasureReceipt receipt = gallery.erase(request(), new Eraser.ByOperator(erased));

            assertThat(rows(test.database()))
                    .as("rows after the erasure of " + erased)
                    .isZero();
            assertThat(gallery.lookAlikesOf(other)).isEmpty();
            assertThat(gallery.lookAlikesOf(erased)).isEmpty();
            assertThat(gallery.recordedLookAlikes(other)).isEmpty();
            var erasures = new StoredErasures(TestStores.store(folder, test.database()), List.of(gallery));
            assertThat(erasures.verify(receipt.id(), Optional.empty())
                            .orElseThrow()
                            .erased())
                    .isTrue();
            gallery.erase(request(), new Eraser.ByOperator(other));
            gallery.close();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRecordThatIsLeftBehindDisprovesTheErasure(TestDatabase test) {
        IndexedGallery gallery = open(test.database());
        enrolAdaAndEve(gallery);
        String enrolment = test.database()
                .read(handle -> handle.createQuery("SELECT enrolment_id FROM look_alike")
                        .mapTo(String.class)
                        .one());

        assertThat(TestStores.store(folder, test.database()).holdsNothingOf(enrolment))
                .isFalse();
        gallery.close();
    }

    private void enrolAdaAndEve(IndexedGallery gallery) {
        gallery.enrol(request(), enrolment(ADA, 1, LookAlikes.NONE));
        gallery.enrol(request(), enrolment(EVE, 3, said("o-1", REASON, ADA)));
    }

    private static LookAlikes said(String operator, String reason, SubjectId named) {
        return new LookAlikes(Optional.of(operator), List.of(new LookAlike(named, reason)));
    }

    private Enrolment enrolment(SubjectId subject, int person, LookAlikes lookAlikes) {
        return new Enrolment(
                subject,
                new Consent("2026-11/en", clock.instant()),
                List.of(faces.sample(person, 0)),
                clock.instant(),
                lookAlikes);
    }

    private IndexedGallery open(Database database) {
        return TestStores.gallery(TestStores.store(folder, database), clock);
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }

    private static long rows(Database database) {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM look_alike")
                .mapTo(Long.class)
                .one());
    }
}

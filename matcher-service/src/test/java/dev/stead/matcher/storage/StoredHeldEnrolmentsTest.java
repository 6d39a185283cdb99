package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.LookAlike;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.StoredRows;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is held, on both databases: {@code eve} looks like {@code ada}. */
class StoredHeldEnrolmentsTest {
    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId EVE = new SubjectId("eve");

    @TempDir
    Path folder;

    private final Faces faces = new Faces(9);
    private final SettableClock clock = new SettableClock();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsHeldIsHeldAfterARestartAndIsNotInTheIndex(TestDatabase test) {
        IndexedGallery gallery = open(test.database());
        enrolAdaAndHoldEve(gallery);
        var generation = gallery.generationOf(EVE);
        gallery.close();

        IndexedGallery reopened = open(test.reopen());

        assertThat(reopened.heldEnrolments().oldest(5))
                .containsExactly(new Enrolment.Held(EVE, 2, false, clock.instant(), List.of(ADA)));
        assertThat(reopened.heldEnrolments().lookingLike(ADA)).containsExactly(EVE);
        assertThat(reopened.heldEnrolments().lookingLike(EVE)).isEmpty();
        assertThat(reopened.heldSubjects()).isOne();
        assertThat(reopened.search(probe(3, 0), 5).candidates())
                .extracting(one -> one.subject())
                .doesNotContain(EVE);
        assertThat(reopened.compare(EVE, probe(3, 0)).orElseThrow()).isGreaterThan(0.99);
        assertThat(reopened.generationOf(EVE)).isPresent().isEqualTo(generation);
        reopened.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsReleasedIsInTheIndexAlsoAfterARestart(TestDatabase test) {
        IndexedGallery gallery = open(test.database());
        enrolAdaAndHoldEve(gallery);
        long epoch = gallery.stats().epoch();
        var lookAlikes = new LookAlikes(Optional.of("o-1"), List.of(new LookAlike(ADA, "sisters")));

        gallery.heldEnrolments().release(request(), EVE, lookAlikes);

        assertThat(gallery.stats().epoch()).isGreaterThan(epoch);
        for (int i = 0; i < 2; i++) {
            assertThat(gallery.heldEnrolments().oldest(5)).isEmpty();
            assertThat(gallery.search(probe(3, 0), 5).best().orElseThrow().subject())
                    .isEqualTo(EVE);
            assertThat(gallery.lookAlikesOf(ADA)).containsExactly(EVE);
            assertThat(gallery.stats().subjects()).isEqualTo(2);
            assertThat(gallery.stats().templates()).isEqualTo(3);
            gallery.close();
            gallery = open(test.reopen());
        }
        gallery.close();
        assertThat(rows(test, "held_look_alike")).isEmpty();
        assertThat(StoredRows.leavesWithoutIds(test.database()))
                .anyMatch(leaf -> leaf.contains("enrolment.held"))
                .anyMatch(leaf -> leaf.contains("held_enrolment.released"))
                .noneMatch(leaf -> leaf.contains("eve") || leaf.contains("ada"));
    }

    /** By an operator's word, or because nobody has decided. */
    @ParameterizedTest
    @MethodSource("databases")
    void anErasureOfWhatIsHeldLeavesNothingOfThePerson(TestDatabase test) {
        IndexedGallery gallery = open(test.database());
        gallery.enrol(request(), enrolment(ADA, 1, 0));
        for (Optional<RequestIdentity> by : List.of(Optional.of(request()), Optional.<RequestIdentity>empty())) {
            gallery.enrol(request(), enrolment(EVE, 3, 0, 1), List.of(ADA));

            assertThat(gallery.heldEnrolments().erase(EVE, by)).as("gone").isTrue();

            assertThat(gallery.find(EVE)).isEmpty();
            assertThat(gallery.generationOf(EVE)).isEmpty();
            assertThat(gallery.heldSubjects()).isZero();
            assertThat(by.map(gallery.heldEnrolments()::isRejectedBy)).isNotEqualTo(Optional.of(false));
        }
        gallery.close();
        for (String table : List.of("subject", "subject_key", "template")) {
            assertThat(rows(test, table)).as(table).hasSize(1);
        }
        assertThat(rows(test, "held_look_alike")).isEmpty();
        assertThat(StoredRows.all(test.database()).values().stream().flatMap(List::stream))
                .noneMatch(row -> row.contains("subject_id=eve"));
        assertThat(rows(test, "audit_pending"))
                .anyMatch(row -> row.contains(hex("held_enrolment.rejected")))
                .anyMatch(row -> row.contains(hex("held_enrolment.erased")));
    }

    /** Or else a restored backup would bring them back. */
    @ParameterizedTest
    @MethodSource("databases")
    void whoIsErasedWhileTheyAreHeldIsListed(TestDatabase test) {
        List<ErasureRow> listed = new ArrayList<>();
        IndexedGallery gallery = TestStores.gallery(TestStores.store(folder, test.database(), listed::add), clock);
        enrolAdaAndHoldEve(gallery);
        String eve = test.database()
                .read(handle -> EnrolmentQueries.find(handle, MatcherBed.PEOPLE.id(), EVE))
                .orElseThrow()
                .enrolment();

        assertThat(gallery.heldEnrolments().erase(EVE, Optional.of(request()))).isTrue();

        assertThat(listed).singleElement().satisfies(row -> {
            assertThat(row.enrolment()).isEqualTo(eve);
            assertThat(row.receipt().erasedTemplates()).isEqualTo(2);
        });
        assertThat(rows(test, "erasure")).hasSize(1);
        gallery.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theReceiptOfWhoWasHeldHolds(TestDatabase test) {
        IndexedGallery gallery = open(test.database());
        enrolAdaAndHoldEve(gallery);

        ErasureReceipt receipt = gallery.erase(request(), new Eraser.ByToken(EVE));

        assertThat(receipt.erasedTemplates()).isEqualTo(2);
        assertThat(new StoredErasures(TestStores.store(folder, test.database()), List.of(gallery))
                        .verify(receipt.id(), Optional.of(EVE))
                        .orElseThrow()
                        .erased())
                .isTrue();
        assertThat(gallery.heldEnrolments().oldest(5)).isEmpty();
        gallery.close();
    }

    private void enrolAdaAndHoldEve(IndexedGallery gallery) {
        gallery.enrol(request(), enrolment(ADA, 1, 0));
        gallery.enrol(request(), enrolment(EVE, 3, 0, 1), List.of(ADA));
    }

    private Enrolment enrolment(SubjectId subject, int person, int... takes) {
        return new Enrolment(
                subject,
                new Consent("2026-11/en", clock.instant()),
                IntStream.of(takes).mapToObj(take -> faces.sample(person, take)).toList(),
                clock.instant());
    }

    private Probe probe(int person, int take) {
        Embedding embedding = faces.sample(person, take).embedding();
        return new Probe(embedding);
    }

    private IndexedGallery open(Database database) {
        return TestStores.gallery(TestStores.store(folder, database), clock);
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }

    private static List<String> rows(TestDatabase test, String table) {
        return StoredRows.of(test.database(), table);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}

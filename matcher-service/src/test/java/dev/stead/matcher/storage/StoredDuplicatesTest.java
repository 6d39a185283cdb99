package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.LookAlike;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.duplicate.Duplicate;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.testing.StoredRows;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is perhaps enrolled twice, on both databases. */
class StoredDuplicatesTest {
    private static final GalleryId PEOPLE = MatcherBed.PEOPLE.id();
    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId BOB = new SubjectId("bob");
    private static final SubjectId EVE = new SubjectId("eve");
    private static final Duplicate ADA_BOB = new Duplicate(BOB, ADA);
    private static final Duplicate ADA_EVE = new Duplicate(ADA, EVE);

    @TempDir
    private Path folder = Path.of("");

    private final Faces faces = new Faces(9);
    private final SettableClock clock = new SettableClock();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    private interface Trial {
        void of(IndexedGallery gallery, StoredDuplicates duplicates);
    }

    private void on(TestDatabase test, Trial trial) {
        try (test;
                IndexedGallery gallery = TestStores.gallery(TestStores.store(folder, test.database()), clock)) {
            gallery.enrolAll(List.of(enrolment(ADA, 1), enrolment(BOB, 2), enrolment(EVE, 3)));
            trial.of(gallery, new StoredDuplicates(test.database()));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPairIsKeptOnceSinceItWasFoundFirst(TestDatabase test) {
        on(test, (_, duplicates) -> {
            Instant first = clock.instant();
            assertThat(duplicates.add(PEOPLE, Set.of(ADA_EVE), first)).isOne();
            clock.advance(Duration.ofDays(1));
            assertThat(duplicates.add(PEOPLE, Set.of(ADA_EVE, ADA_BOB), clock.instant()))
                    .isOne();

            assertThat(duplicates.oldest(PEOPLE, 5))
                    .containsExactly(new Duplicate.Kept(ADA_EVE, first), new Duplicate.Kept(ADA_BOB, clock.instant()));
            assertThat(duplicates.oldest(PEOPLE, 1)).hasSize(1);
            assertThat(duplicates.count(PEOPLE)).isEqualTo(2);
            assertThat(duplicates.oldest(MatcherBed.PALMS.id(), 5)).isEmpty();
            assertThat(duplicates.count(MatcherBed.PALMS.id())).isZero();
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anErasureOfEitherLeavesNothingOfThePair(TestDatabase test) {
        on(test, (gallery, duplicates) -> {
            for (SubjectId erased : List.of(ADA, EVE)) {
                assertThat(duplicates.add(PEOPLE, Set.of(ADA_EVE), clock.instant()))
                        .isOne();
                String enrolment = enrolmentOf(test, erased);
                gallery.erase(request(), new Eraser.ByOperator(erased));

                assertThat(duplicates.count(PEOPLE)).isZero();
                assertThat(StoredRows.all(test.database())).doesNotContainKey("duplicate");
                assertThat(holdsNothingOf(test, enrolment)).isTrue();
                gallery.enrol(request(), enrolment(erased, 4));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoAreTwoPeopleByTheWordOfAnOperatorAreNotListedAnyMore(TestDatabase test) {
        on(test, (gallery, duplicates) -> {
            duplicates.add(PEOPLE, Set.of(ADA_EVE, ADA_BOB), clock.instant());
            var twins = new LookAlikes(Optional.of("o-1"), List.of(new LookAlike(ADA, "twins")));
            gallery.add(request(), new AddedSample(EVE, faces.sample(3, 1), twins));

            assertThat(duplicates.oldest(PEOPLE, 5))
                    .extracting(Duplicate.Kept::pair)
                    .containsExactly(ADA_BOB);
            assertThat(duplicates.add(PEOPLE, Set.of(ADA_EVE), clock.instant()))
                    .as("a survey that began before")
                    .isZero();
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whomAnOperatorEnrolsAllTheSameIsKeptWithWhomTheyLookLike(TestDatabase test) {
        on(test, (gallery, duplicates) -> {
            Enrolment kay = byOperator("kay");
            gallery.enrol(request(), kay, List.of(ADA));
            gallery.enrolAll(
                    List.of(byOperator("may"), byOperator("ray")),
                    Map.of(new SubjectId("ray"), List.of(new SubjectId("may"))));

            assertThat(duplicates.oldest(PEOPLE, 5))
                    .extracting(Duplicate.Kept::pair)
                    .containsExactly(
                            new Duplicate(ADA, kay.subject()),
                            new Duplicate(new SubjectId("may"), new SubjectId("ray")));
            assertThat(duplicates.of(PEOPLE, List.of(ADA, BOB)))
                    .extracting(Duplicate.Kept::pair)
                    .containsExactly(new Duplicate(ADA, kay.subject()));
            assertThat(duplicates.of(PEOPLE, List.of(BOB))).isEmpty();
            assertThat(gallery.heldSubjects()).isZero();
            assertThat(StoredRows.leavesWithoutIds(test.database()))
                    .filteredOn(leaf -> leaf.contains("duplicate.enrolled"))
                    .hasSize(2);
            assertThat(StoredRows.leavesWithoutIds(test.database()))
                    .noneMatch(leaf -> leaf.contains("kay") || leaf.contains("ada"));
        });
    }

    private Enrolment byOperator(String subject) {
        return new Enrolment(
                new SubjectId(subject),
                new Consent("2026-11/en", clock.instant()),
                List.of(faces.sample(1, 0)),
                clock.instant(),
                new LookAlikes(Optional.of("o-1"), List.of()));
    }

    /** A survey takes a while, and somebody else may be enrolled under an id by its end. */
    @ParameterizedTest
    @MethodSource("databases")
    void whoeverCameAfterTheSurveyBeganIsNotWhomItFound(TestDatabase test) {
        on(test, (gallery, duplicates) -> {
            Instant begin = clock.instant();
            clock.advance(Duration.ofSeconds(1));
            gallery.erase(request(), new Eraser.ByOperator(EVE));
            assertThat(duplicates.add(PEOPLE, Set.of(ADA_EVE), begin))
                    .as("gone")
                    .isZero();
            gallery.enrol(request(), enrolment(EVE, 5));
            assertThat(duplicates.add(PEOPLE, Set.of(ADA_EVE), begin))
                    .as("another")
                    .isZero();
        });
    }

    private Enrolment enrolment(SubjectId subject, int person) {
        return new Enrolment(
                subject, new Consent("2026-11/en", clock.instant()), List.of(faces.sample(person, 0)), clock.instant());
    }

    private static boolean holdsNothingOf(TestDatabase test, String enrolment) {
        return test.database().read(handle -> EnrolmentQueries.holdsNothingOf(handle, enrolment));
    }

    private static String enrolmentOf(TestDatabase test, SubjectId subject) {
        return test.database()
                .read(handle -> EnrolmentQueries.find(handle, PEOPLE, subject))
                .orElseThrow()
                .enrolment();
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }
}

package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.index.FlatIndex;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gallery on both databases. */
class IndexedGalleryTest {
    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId BOB = new SubjectId("bob");

    @TempDir
    Path folder;

    private final Faces faces = new Faces(8);
    private final SettableClock clock = new SettableClock();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void findsWhatWasEnrolledAddedAndBulkEnrolledAtOnceAndAfterAReopening(TestDatabase test) {
        IndexedGallery gallery = open(test.database(), MatcherBed.PEOPLE);
        Subject subject = gallery.enrol(request("1"), enrolment(ADA, 1));
        gallery.add(request("2"), new AddedSample(ADA, faces.sample(1, 5)));
        gallery.enrolAll(IntStream.range(10, 40)
                .mapToObj(person -> enrolment(new SubjectId("s-" + person), person))
                .toList());
        assertFound(gallery);
        gallery.close();

        IndexedGallery reopened = open(test.reopen(), MatcherBed.PEOPLE);

        assertFound(reopened);
        assertThat(reopened.stats().subjects()).isEqualTo(31);
        assertThat(reopened.stats().templates()).isEqualTo(63);
        assertThat(reopened.find(ADA))
                .contains(new Subject(ADA, subject.gallery(), 3, subject.consent(), subject.createTime()));
        reopened.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void knowsWhatTheEnrolmentItselfWasAndWhenAPersonAddedLastAfterAReopening(TestDatabase test) {
        IndexedGallery gallery = open(test.database(), MatcherBed.PEOPLE);
        gallery.enrol(request("1"), enrolment(ADA, 1));
        assertThat(gallery.lastAddedByPerson(ADA)).isEmpty();
        clock.advance(Duration.ofSeconds(5));
        Instant added = clock.instant();
        gallery.add(request("2"), new AddedSample(ADA, faces.sample(1, 5)));
        clock.advance(Duration.ofSeconds(5));
        gallery.add(
                request("3"), new AddedSample(ADA, faces.sample(1, 6), new LookAlikes(Optional.of("o-1"), List.of())));
        gallery.close();

        IndexedGallery reopened = open(test.reopen(), MatcherBed.PEOPLE);

        assertThat(reopened.lastAddedByPerson(ADA)).contains(added);
        assertThat(reopened.lastAddedByPerson(BOB)).isEmpty();
        for (int later : new int[] {5, 6}) {
            var probe = new Probe(faces.sample(1, later).embedding());
            assertThat(reopened.compare(ADA, probe).orElseThrow()).isGreaterThan(0.999);
            assertThat(reopened.compareToAnchors(ADA, probe).orElseThrow()).isLessThan(0.95);
        }
        assertThat(reopened.compareToAnchors(ADA, probe(1)).orElseThrow())
                .isEqualTo(reopened.compare(ADA, probe(1)).orElseThrow());
        reopened.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void rememberWhoWaitsAfterAReopeningAndTheLastErasureCounts(TestDatabase test) {
        IndexedGallery gallery = open(test.database(), MatcherBed.PEOPLE);
        Instant before = clock.instant().minusSeconds(1);
        gallery.enrol(request("1"), enrolment(ADA, 1));
        gallery.enrol(request("2"), enrolment(BOB, 2));
        gallery.erase(request("3"), new Eraser.ByToken(ADA));
        gallery.erase(request("4"), new Eraser.ByOperator(BOB));
        gallery.close();

        IndexedGallery reopened = open(test.reopen(), MatcherBed.PEOPLE);

        assertThat(reopened.waitingSince(ADA, before)).contains(clock.instant());
        assertThat(reopened.waitingSince(ADA, clock.instant())).as("over").isEmpty();
        assertThat(reopened.waitingSince(BOB, before)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        reopened.enrol(request("5"), enrolment(ADA, 1));
        reopened.erase(request("6"), new Eraser.ByOperator(ADA));
        assertThat(reopened.waitingSince(ADA, before)).isEmpty();
        reopened.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void neverReturnsWhatWasErasedNorKeepsIt(TestDatabase test) {
        Database database = test.database();
        IndexedGallery gallery = open(database, MatcherBed.PEOPLE);
        gallery.enrol(request("1"), enrolment(ADA, 1));
        gallery.enrol(request("2"), enrolment(BOB, 2));
        RequestIdentity erasing = request("3");

        ErasureReceipt receipt = gallery.erase(erasing, new Eraser.ByOperator(ADA));

        assertThat(receipt.erasedTemplates()).isEqualTo(2);
        assertThat(gallery.erasedBy(erasing)).contains(receipt);
        assertThat(best(gallery, 1)).isNotEqualTo(ADA);
        assertThat(gallery.find(ADA)).isEmpty();
        assertThat(gallery.compare(ADA, probe(1))).isEmpty();
        var erasures = new StoredErasures(TestStores.store(folder, database), List.of(gallery));
        assertThat(erasures.verify(receipt.id(), Optional.of(ADA)).orElseThrow().erased())
                .isTrue();
        assertThat(erasures.verify(receipt.id(), Optional.of(BOB)))
                .as("somebody else's receipt")
                .isEmpty();
        assertThat(count(database, "subject_key")).isOne();
        assertThat(count(database, "template")).isEqualTo(2);
        assertRefused(() -> gallery.erase(request("4"), new Eraser.ByOperator(ADA)), MatcherError.SUBJECT_UNKNOWN);
        gallery.close();

        IndexedGallery reopened = open(test.reopen(), MatcherBed.PEOPLE);
        assertThat(best(reopened, 1)).isNotEqualTo(ADA);
        assertThat(best(reopened, 2)).isEqualTo(BOB);
        reopened.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void nothingThatWasAskedForTheErasedIsKeptButTheIdsOfTheRequests(TestDatabase test) {
        Database database = test.database();
        IndexedGallery gallery = open(database, MatcherBed.PEOPLE);
        RequestIdentity enrolling = request("1");
        RequestIdentity adding = request("2");
        gallery.enrol(enrolling, enrolment(ADA, 1));
        gallery.add(adding, new AddedSample(ADA, faces.sample(1, 5)));
        gallery.enrol(request("3"), enrolment(BOB, 2));

        gallery.erase(request("4"), new Eraser.ByOperator(ADA));

        assertThat(count(database, "request WHERE subject_id = 'ada'")).isZero();
        assertThat(count(database, "request WHERE subject_id = 'bob'")).isOne();
        assertRefused(() -> gallery.enrolledBy(enrolling), MatcherError.REQUEST_ID_REUSED);
        assertRefused(() -> gallery.enrolledBy(adding), MatcherError.REQUEST_ID_REUSED);
        gallery.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theOrdinalsOfTheErasedServeTheNextWithoutMixUp(TestDatabase test) {
        IndexedGallery gallery = open(test.database(), MatcherBed.PEOPLE);
        for (int round = 0; round < 5; round++) {
            gallery.enrol(request("1"), enrolment(ADA, 1));
            gallery.erase(request("2"), new Eraser.ByOperator(ADA));
            gallery.enrol(request("3"), enrolment(BOB, 2));
            assertThat(best(gallery, 1)).isEqualTo(BOB);
            assertThat(gallery.compare(BOB, probe(1)).orElseThrow()).isLessThan(0.5);
            gallery.erase(request("4"), new Eraser.ByOperator(BOB));
        }
        assertThat(gallery.stats().templates()).isZero();
        gallery.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void keepsFirstAnswersByRequestIdForEver(TestDatabase test) {
        IndexedGallery gallery = open(test.database(), MatcherBed.PEOPLE);
        RequestIdentity request = request("content");
        Subject first = gallery.enrol(request, enrolment(ADA, 1));
        gallery.add(request("2"), new AddedSample(ADA, faces.sample(1, 5)));
        gallery.close();

        IndexedGallery reopened = open(test.reopen(), MatcherBed.PEOPLE);

        assertThat(reopened.enrolledBy(request)).contains(first);
        assertThat(reopened.enrolledBy(request("content"))).isEmpty();
        var reused = new RequestIdentity(request.requestId(), RequestFingerprint.ofFields("other content"));
        assertRefused(() -> reopened.enrolledBy(reused), MatcherError.REQUEST_ID_REUSED);
        assertRefused(() -> reopened.erasedBy(reused), MatcherError.REQUEST_ID_REUSED);
        reopened.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aBatchWithOneWhoIsThereAlreadyStoresNobody(TestDatabase test) {
        IndexedGallery gallery = open(test.database(), MatcherBed.PEOPLE);
        gallery.enrol(request("1"), enrolment(ADA, 1));

        assertRefused(
                () -> gallery.enrolAll(List.of(enrolment(BOB, 2), enrolment(ADA, 1))), MatcherError.SUBJECT_EXISTS);

        assertThat(gallery.find(BOB)).isEmpty();
        assertThat(best(gallery, 2)).isNotEqualTo(BOB);
        assertThat(gallery.isConsistent()).isTrue();
        gallery.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void knowsTheSamplesASubjectIsEnrolledWith(TestDatabase test) {
        IndexedGallery gallery = open(test.database(), MatcherBed.PEOPLE);
        gallery.enrol(request("1"), enrolment(ADA, 1));

        assertThat(gallery.holdsExactly(ADA, enrolment(ADA, 1).samples())).isTrue();
        assertThat(gallery.holdsExactly(ADA, List.of(faces.sample(1, 0)))).isFalse();
        assertThat(gallery.holdsExactly(ADA, enrolment(ADA, 2).samples())).isFalse();
        assertThat(gallery.holdsExactly(BOB, enrolment(ADA, 1).samples())).isFalse();
        gallery.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void keepsTwoGalleriesApart(TestDatabase test) {
        IndexedGallery people = open(test.database(), MatcherBed.PEOPLE);
        IndexedGallery palms = open(test.database(), MatcherBed.PALMS);
        people.enrol(request("1"), enrolment(ADA, 1));

        assertThat(palms.find(ADA)).isEmpty();
        assertThat(palms.search(probe(1), 5).candidates()).isEmpty();
        people.close();
        palms.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRingIsSearchedAloneAndAsItIsNow(TestDatabase test) {
        IndexedGallery gallery = open(test.database(), MatcherBed.PEOPLE);
        for (int person = 10; person < 40; person++) {
            gallery.enrol(request("e" + person), enrolment(new SubjectId("s-" + person), person));
        }
        var ring = Set.of(new SubjectId("s-11"), new SubjectId("s-12"), new SubjectId("s-13"), new SubjectId("nobody"));

        assertThat(inRing(gallery, 12, ring)).isEqualTo(new SubjectId("s-12"));
        assertThat(ring).as("of one outside, the best inside").contains(inRing(gallery, 20, ring));
        assertThat(gallery.search(probe(20), gallery.operatingPoint(), Optional.of(Set.of()), 5)
                        .candidates())
                .isEmpty();

        gallery.erase(request("gone"), new Eraser.ByOperator(new SubjectId("s-12")));
        assertThat(inRing(gallery, 12, ring)).isNotEqualTo(new SubjectId("s-12"));
        gallery.close();
    }

    private SubjectId inRing(IndexedGallery gallery, int person, Set<SubjectId> ring) {
        return gallery.search(probe(person), gallery.operatingPoint(), Optional.of(ring), 5)
                .best()
                .orElseThrow()
                .subject();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void neverWritesATemplateInTheClear(TestDatabase test) {
        Database database = test.database();
        IndexedGallery gallery = open(database, MatcherBed.PEOPLE);
        gallery.enrol(request("1"), enrolment(ADA, 1));

        byte[] plain = bytes(faces.sample(1, 0).embedding());
        List<byte[]> sealed = database.read(handle -> handle.createQuery("SELECT sealed FROM template")
                .mapTo(byte[].class)
                .list());

        assertThat(sealed).hasSize(2);
        for (byte[] blob : sealed) {
            for (int at = 0; at + 8 <= plain.length; at += 4) {
                assertThat(indexOf(blob, plain, at)).isEqualTo(-1);
            }
        }
        gallery.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTemplateThatWasMovedToAnotherSubjectIsNotServed(TestDatabase test) {
        Database database = test.database();
        IndexedGallery gallery = open(database, MatcherBed.PEOPLE);
        gallery.enrol(request("1"), enrolment(ADA, 1));
        gallery.close();
        database.change(handle -> handle.execute("UPDATE subject SET subject_id = 'eve'"));

        assertThatThrownBy(() -> open(database, MatcherBed.PEOPLE)).hasMessageContaining("was moved");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refusesTemplatesOfAnotherModel(TestDatabase test) {
        Database database = test.database();
        IndexedGallery gallery = open(database, MatcherBed.PEOPLE);
        gallery.enrol(request("1"), enrolment(ADA, 1));
        gallery.close();
        GalleryConfig now = MatcherBed.PEOPLE;
        var other =
                new GalleryConfig(now.id(), new ModelId("newer@2"), now.dimension(), now.operatingPoint(), now.gate());

        assertThatThrownBy(() -> open(database, other))
                .hasMessageContaining("newer@2")
                .hasMessageContaining(Faces.MODEL.value());
    }

    private void assertFound(IndexedGallery gallery) {
        assertThat(best(gallery, 1)).isEqualTo(ADA);
        for (int person = 10; person < 40; person++) {
            assertThat(best(gallery, person)).isEqualTo(new SubjectId("s-" + person));
        }
    }

    private Object best(IndexedGallery gallery, int person) {
        return gallery.search(probe(person), 5)
                .best()
                .<Object>map(Candidate::subject)
                .orElse("nobody");
    }

    private Probe probe(int person) {
        return new Probe(faces.sample(person, 9).embedding());
    }

    private IndexedGallery open(Database database, GalleryConfig config) {
        return IndexedGallery.load(
                config,
                TestStores.store(folder, database),
                new FlatIndex(config.dimension(), Kernels.best()),
                1,
                clock);
    }

    private Enrolment enrolment(SubjectId subject, int person) {
        return new Enrolment(
                subject,
                new Consent("2026-11/en", clock.instant()),
                List.of(faces.sample(person, 0), faces.sample(person, 1)),
                clock.instant());
    }

    private static RequestIdentity request(String content) {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields(content));
    }

    private static long count(Database database, String table) {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    private static byte[] bytes(Embedding embedding) {
        ByteBuffer bytes =
                ByteBuffer.allocate(embedding.dimension() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(embedding.values());
        return bytes.array();
    }

    /** Where two neighbouring floats of the template lie in the blob; -1 if nowhere. */
    private static int indexOf(byte[] blob, byte[] plain, int from) {
        for (int at = 0; at + 8 <= blob.length; at++) {
            if (Arrays.equals(blob, at, at + 8, plain, from, from + 8)) {
                return at;
            }
        }
        return -1;
    }

    private static void assertRefused(ThrowingCallable asking, MatcherError error) {
        assertThatThrownBy(asking)
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }
}

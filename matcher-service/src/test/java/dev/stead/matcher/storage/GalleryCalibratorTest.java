package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.LookAlike;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.Quality;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.calibration.GalleryCalibration;
import dev.stead.matcher.domain.calibration.ImpostorPrior;
import dev.stead.matcher.domain.duplicate.Duplicate;
import dev.stead.matcher.index.FlatIndex;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GalleryCalibratorTest {
    private static final ModelId DEMONSTRATION = new ModelId("faceplugin-mobilefacenet@0.0.1");
    private static final float STANDARD = OperatingPoint.STANDARD.threshold();
    private static final double FPIR = 0.001;

    private final Faces faces = new Faces(8);
    private final SettableClock clock = new SettableClock();

    @TempDir
    private Path folder = Path.of("");

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    @Test
    void galleryOfAnUnknownModelStartsWithThePointThatIsConfigured() {
        on(Faces.MODEL, (gallery, store) -> {
            calibrator(gallery, store, FPIR);
            enrol(gallery, 0, 3);
            assertThat(gallery.operatingPoint()).isEqualTo(OperatingPoint.STANDARD);
        });
    }

    @Test
    void galleryOfAKnownModelStartsWithItsPriorAndFollowsItsSize() {
        on(DEMONSTRATION, (gallery, store) -> {
            calibrator(gallery, store, FPIR).round();
            for (int size : new int[] {5, 90, 700}) {
                enrol(gallery, gallery.stats().subjects(), size);
                float prior = ImpostorPrior.of(DEMONSTRATION)
                        .orElseThrow()
                        .curve(FPIR)
                        .at(Math.max(500, size));
                assertThat(gallery.operatingPoint().threshold()).isCloseTo(prior, within(0.005f));
            }
            assertThat(gallery.operatingPoint().calibration()).isZero();
        });
    }

    /** They look like nobody else because they are few. */
    @Test
    void aFewHundredSubjectsDoNotLowerTheThreshold() {
        on(Faces.MODEL, (gallery, store) -> {
            enrol(gallery, 0, 150);
            calibrator(gallery, store, FPIR).round();
            assertThat(gallery.operatingPoint().calibration()).isEqualTo(1);
            assertThat(gallery.operatingPoint().threshold()).isEqualTo(STANDARD);
        });
    }

    /** Of rings of five there are thousands. */
    @Test
    void aFewHundredSubjectsLowerTheThresholdOfSmallRings() {
        on(Faces.MODEL, (gallery, store) -> {
            enrol(gallery, 0, 150);
            calibrator(gallery, store, FPIR).round();
            assertThat(gallery.operatingPoint(5).threshold()).isBetween(0.25f, STANDARD - 0.05f);
            assertThat(gallery.operatingPoint(20).threshold()).isEqualTo(STANDARD);
        });
    }

    /** A demonstration's faces among people who were made at random: a few are alike, and nobody beyond the guard is there to see. */
    @Test
    void aFewWhoAreMoreAlikeThanTheOthersDoNotRaiseTheThresholdFar() {
        on(DEMONSTRATION, (gallery, store) -> {
            enrol(gallery, 0, 100);
            enrol(gallery, IntStream.range(100, 120).mapToObj(person -> enrolment(gallery, person, alike(person))));
            GalleryCalibrator calibrator = calibrator(gallery, store, 0.001);
            float start = gallery.operatingPoint().threshold();
            calibrator.round();
            assertThat(gallery.operatingPoint().calibration()).isEqualTo(1);
            assertThat(gallery.operatingPoint().threshold()).isBetween(start, start + 0.1f);
        });
    }

    /** To each other with a cosine of 0.4. */
    private Embedding alike(int person) {
        float[] common = faces.raw(99_999, 0);
        float[] own = faces.raw(person, 0);
        for (int i = 0; i < own.length; i++) {
            own[i] = common[i] + 1.2f * own[i];
        }
        return Embedding.normalised(own);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAGalleryMeasuredIsWhatItStartsWith(TestDatabase test) {
        TemplateStore store = TestStores.store(folder, test.database());
        OperatingPoint measured;
        try (IndexedGallery gallery = open(Faces.MODEL, store)) {
            enrol(gallery, 0, 1_000);
            calibrator(gallery, store, FPIR).round();
            measured = gallery.operatingPoint();
            assertThat(measured.calibration()).isEqualTo(1);
            assertThat(measured.threshold())
                    .as("random directions are far apart")
                    .isBetween(0.3f, STANDARD - 0.02f);
        }
        try (IndexedGallery reopened = open(Faces.MODEL, store)) {
            GalleryCalibrator again = calibrator(reopened, store, FPIR);
            assertThat(reopened.operatingPoint()).isEqualTo(measured);
            again.round();
            assertThat(reopened.operatingPoint()).isEqualTo(measured);
        }
        try (IndexedGallery other = open(Faces.MODEL, store)) {
            GalleryCalibrator lower = calibrator(other, store, 0.01);
            assertThat(other.operatingPoint().calibration())
                    .as("it bought another FPIR")
                    .isZero();
            lower.round();
            assertThat(other.operatingPoint().calibration()).isEqualTo(2);
            assertThat(other.operatingPoint().threshold()).isLessThan(measured.threshold());
        }
        test.close();
    }

    @Test
    void galleryIsSurveyedAgainWhenItHasGrownByATenth() {
        on(Faces.MODEL, (gallery, store) -> {
            GalleryCalibrator calibrator = calibrator(gallery, store, FPIR);
            enrol(gallery, 0, 99);
            calibrator.round();
            assertThat(gallery.operatingPoint().calibration()).as("too few").isZero();
            enrol(gallery, 99, 100);
            calibrator.round();
            calibrator.round();
            assertThat(gallery.operatingPoint().calibration()).isEqualTo(1);
            enrol(gallery, 100, 110);
            calibrator.round();
            assertThat(gallery.operatingPoint().calibration()).isEqualTo(1);
            enrol(gallery, 110, 111);
            calibrator.round();
            assertThat(gallery.operatingPoint().calibration()).isEqualTo(2);
            assertThat(new StoredCalibrations(store.database()).of(gallery.config()))
                    .extracting(GalleryCalibration::version, GalleryCalibration::subjects)
                    .containsExactly(tuple(2, 111), tuple(1, 100));
        });
    }

    /** With the least threshold at which any of them may have been refused, or the guard would press it down. */
    @Test
    void aSurveyBelievesThatEnrolmentKeptOutWhoeverReachedTheThresholdAtHalfTheSize() {
        on(DEMONSTRATION, (gallery, store) -> {
            enrol(gallery, 0, 200);
            GalleryCalibrator calibrator = calibrator(gallery, store, FPIR);
            float prior =
                    ImpostorPrior.of(DEMONSTRATION).orElseThrow().curve(FPIR).at(100);
            assertThat(calibrator.leastGuard(gallery, 200)).isEqualTo(prior);
            calibrator.round();
            assertThat(calibrator.leastGuard(gallery, 1_000)).isGreaterThan(prior);
        });
    }

    @Test
    void aStopEndsASurveyAndStoresNothing() {
        on(Faces.MODEL, (gallery, store) -> {
            enrol(gallery, 0, 150);
            GalleryCalibrator calibrator = calibrator(gallery, store, FPIR);
            calibrator.close();
            calibrator.round();
            assertThat(new StoredCalibrations(store.database()).of(gallery.config()))
                    .isEmpty();
            assertThat(gallery.operatingPoint()).isEqualTo(OperatingPoint.STANDARD);
        });
    }

    @Test
    void whoLooksLikeOnePersonToASurveyIsKept() {
        on(Faces.MODEL, (gallery, store) -> {
            enrol(gallery, 0, 120);
            enrol(gallery, IntStream.range(120, 123).mapToObj(person -> enrolment(gallery, person, again(person))));
            var twins = new LookAlikes(Optional.of("o-1"), List.of(new LookAlike(new SubjectId("s2"), "twins")));
            gallery.enrol(
                    request(),
                    new Enrolment(
                            new SubjectId("twin"),
                            new Consent("2026-11/en", clock.instant()),
                            List.of(new Sample(Faces.MODEL, again(122), new Quality(80))),
                            clock.instant(),
                            twins));
            Instant begin = clock.instant();

            calibrator(gallery, store, FPIR).round();

            assertThat(new StoredDuplicates(store.database())
                            .oldest(gallery.config().id(), 10))
                    .containsExactly(
                            kept("s0", "s120", begin),
                            kept("s1", "s121", begin),
                            kept("s122", "s2", begin),
                            kept("s122", "twin", begin));
            assertThat(gallery.operatingPoint().threshold()).isEqualTo(STANDARD);
        });
    }

    /** Of one person under two subjects the less similar templates are not those of an impostor. */
    @Test
    void eachSubjectIsComparedByTheirMostSimilarTemplate() {
        on(Faces.MODEL, (gallery, store) -> {
            enrol(gallery, 0, 3);
            gallery.add(request(), new AddedSample(new SubjectId("s1"), faces.sample(1, 1)));
            var probe = new Probe(Embedding.normalised(faces.raw(1, 1)));

            List<Candidate> found =
                    new GalleryImpostors(gallery, store).mostSimilar(probe).candidates();

            assertThat(found)
                    .extracting(Candidate::subject)
                    .hasSize(3)
                    .doesNotHaveDuplicates()
                    .startsWith(new SubjectId("s1"));
            assertThat(found.getFirst().similarity()).isCloseTo(1, within(0.001f));
        });
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }

    private static Duplicate.Kept kept(String one, String other, Instant time) {
        return new Duplicate.Kept(new Duplicate(new SubjectId(one), new SubjectId(other)), time);
    }

    /** One of the first people, under another name. */
    private Embedding again(int person) {
        return Embedding.normalised(faces.raw(person - 120, 1));
    }

    @Test
    void metricsAreOfCalibrationsAndNotOfPeople() {
        on(Faces.MODEL, (gallery, store) -> {
            var registry = new SimpleMeterRegistry();
            enrol(gallery, 0, 150);
            GalleryCalibrator calibrator = calibrator(gallery, store, FPIR);
            calibrator.start(registry);
            assertThat(gauge(registry, "stead_calibration_due")).isEqualTo(1);
            calibrator.round();
            clock.advance(Duration.ofMinutes(5));
            assertThat(gauge(registry, "stead_calibration_due")).isZero();
            assertThat(gauge(registry, "stead_calibration_version")).isEqualTo(1);
            assertThat(gauge(registry, "stead_calibration_probes")).isEqualTo(150);
            assertThat(gauge(registry, "stead_calibration_age_seconds")).isEqualTo(300);
            calibrator.close();
        });
    }

    private static double gauge(SimpleMeterRegistry registry, String name) {
        return registry.get(name).tag("gallery", "people").gauge().value();
    }

    private interface Trial {
        void of(IndexedGallery gallery, TemplateStore store);
    }

    private void on(ModelId model, Trial trial) {
        try (TestDatabase test = TestDatabases.sqlite(TemplateStore.MIGRATIONS)) {
            TemplateStore store = TestStores.store(folder, test.database());
            try (IndexedGallery gallery = open(model, store)) {
                trial.of(gallery, store);
            }
        }
    }

    private IndexedGallery open(ModelId model, TemplateStore store) {
        GalleryConfig people = MatcherBed.PEOPLE;
        var config = new GalleryConfig(people.id(), model, people.dimension(), OperatingPoint.STANDARD, people.gate());
        return IndexedGallery.load(config, store, new FlatIndex(config.dimension(), Kernels.best()), 1, clock);
    }

    private GalleryCalibrator calibrator(IndexedGallery gallery, TemplateStore store, double targetFpir) {
        return new GalleryCalibrator(List.of(gallery), store, targetFpir, new SplittableRandom(1), clock);
    }

    private void enrol(IndexedGallery gallery, long from, int to) {
        enrol(
                gallery,
                IntStream.range((int) from, to)
                        .mapToObj(person -> enrolment(gallery, person, Embedding.normalised(faces.raw(person, 0)))));
    }

    private static void enrol(IndexedGallery gallery, Stream<Enrolment> enrolments) {
        gallery.enrolAll(enrolments.toList());
    }

    private Enrolment enrolment(IndexedGallery gallery, int person, Embedding embedding) {
        return new Enrolment(
                new SubjectId("s" + person),
                new Consent("2026-11/en", clock.instant()),
                List.of(new Sample(gallery.config().model(), embedding, new Quality(80))),
                clock.instant());
    }
}

package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Galleries;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.GalleryConfig.QualityGate;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Identifier;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.Rings;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.capture.CapturePolicy;
import dev.stead.matcher.domain.capture.CaptureValidator;
import dev.stead.matcher.identity.JwsAssertionSigner;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.SteadIndex;
import dev.stead.matcher.limit.OpenChallenges;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.storage.IndexedGallery;
import dev.stead.matcher.storage.StoredCaptureDevices;
import dev.stead.matcher.storage.TemplateKeys;
import dev.stead.matcher.storage.TemplateStore;
import dev.stead.matcher.testing.Directions;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.Repeats;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.mesh.net.Admission;
import dev.stead.mesh.observe.Metrics;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.testing.TestServer;
import dev.stead.mesh.testing.TestSize;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether the time of an answer tells a near miss (cosine 0.54) from a far one, over pairs of the two in turn: in the index, where it
 * does, and at the call. The row X5 of the fault matrix. A busy machine hides what an idle one shows.
 */
class NearAndFarTimesTest {
    private static final int DIMENSION = 512;
    private static final int SUBJECTS = TestSize.of(505, 5_005);
    private static final int PAIRS = TestSize.of(100, 10_000);
    /** A build may not fail by chance, as one of so many would. */
    private static final double CHANCE = 1.0 / TestSize.of(1_000_000, 100);

    private static final GalleryConfig CONFIG = new GalleryConfig(
            new GalleryId("people"), Faces.MODEL, DIMENSION, OperatingPoint.STANDARD, QualityGate.STANDARD);

    private final Random random = new Random(11);
    private final Directions directions = new Directions(DIMENSION, random);
    private final List<float[]> templates = new ArrayList<>();

    @Test
    void theTimeOfAnAnswerDoesNotTellNearFromFar(@TempDir Path folder, TestReporter reporter) {
        TemplateKeys.createIfAbsent(folder.resolve("kek.json"));
        InstantSource clock = InstantSource.system();
        try (var database = TestDatabases.sqlite(TemplateStore.MIGRATIONS);
                var times = new AnswerTimes(System::nanoTime);
                var metrics = new Metrics();
                var devices = StoredCaptureDevices.open(database.database(), clock);
                var gallery = IndexedGallery.load(
                        CONFIG,
                        new TemplateStore(database.database(), TemplateKeys.read(folder.resolve("kek.json")), _ -> {}),
                        new SteadIndex(DIMENSION, Kernels.best(), 1),
                        0.999,
                        clock)) {
            enrol(gallery);
            double _ = measure(
                    "index",
                    reporter,
                    probe -> gallery.search(new Probe(Directions.sample(probe).embedding()), Identifier.CANDIDATES));
            var galleries = new Galleries(List.of(gallery));
            var identifier = new Identifier(
                    new RecentNonces(Duration.ofMinutes(10), 10_000_000, System::nanoTime),
                    MapDecisionCounts.endless(clock),
                    Repeats.counted(),
                    new RecentVerifications(System::nanoTime),
                    Rings.NONE);
            var challenges = new OpenChallenges(clock, new SecureRandom());
            var captures = new CaptureValidator(CapturePolicy.OPTIONAL, devices, challenges, clock);
            var service = new IdentificationGrpcService(
                    galleries,
                    new IdentificationGrpcService.UseCases(identifier, captures),
                    new DecisionMessages(
                            JwsAssertionSigner.read(AssertionKeys.open(folder).privateKey(), "stead:matcher"), clock),
                    Admission.builder()
                            .share(IdentificationGrpcService.SHARE, 1)
                            .build(),
                    new IdentificationMetrics(metrics.registry(), galleries, new AnswerCounts(_ -> {})),
                    times);
            try (TestServer server = TestServer.start(List.of(new MatcherErrors()), MatcherAccess.TABLE, service)) {
                var stub = IdentificationServiceGrpc.newBlockingStub(server.as(new Caller.Terminal("t-1")));
                double p = measure(
                        "call",
                        reporter,
                        probe -> stub.identifyOnce(IdentifyOnceRequest.newBuilder()
                                .setGalleryId("people")
                                .setCaptureNonce(Requests.nonce())
                                .setSample(Requests.sample(probe))
                                .build()));
                assertThat(p).isGreaterThan(CHANCE);
            }
        }
    }

    private void enrol(IndexedGallery gallery) {
        List<Enrolment> all = new ArrayList<>();
        for (int i = 0; i < SUBJECTS; i++) {
            templates.add(directions.any());
            all.add(new Enrolment(
                    new SubjectId("s-" + i),
                    new Consent("1", Instant.EPOCH),
                    List.of(Directions.sample(templates.get(i))),
                    Instant.EPOCH));
        }
        gallery.enrolAll(all);
    }

    private double measure(String where, TestReporter reporter, Consumer<float[]> ask) {
        double[] near = new double[PAIRS];
        double[] far = new double[PAIRS];
        for (int i = -PAIRS / 10; i < PAIRS; i++) {
            float[] nearMiss = directions.at(0.54, templates.get(random.nextInt(SUBJECTS)));
            float[] farMiss = directions.any();
            boolean nearFirst = random.nextBoolean();
            double first = millis(() -> ask.accept(nearFirst ? nearMiss : farMiss));
            double second = millis(() -> ask.accept(nearFirst ? farMiss : nearMiss));
            if (i >= 0) {
                near[i] = nearFirst ? first : second;
                far[i] = nearFirst ? second : first;
            }
        }
        double p = Math.min(1, 2 * upperTail(Math.abs(mannWhitney(near, far))));
        Arrays.sort(near);
        Arrays.sort(far);
        reporter.publishEntry(Map.of(
                "pairs",
                Integer.toString(PAIRS),
                where + "-p",
                String.format(Locale.ROOT, "%.4f", p),
                where + "-median-ms",
                String.format(Locale.ROOT, "%.3f/%.3f", near[PAIRS / 2], far[PAIRS / 2])));
        return p;
    }

    private static double millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** The normal approximation; nanoseconds have hardly any ties. */
    private static double mannWhitney(double[] one, double[] other) {
        int n = one.length;
        double[] sorted = other.clone();
        Arrays.sort(sorted);
        double greater = 0;
        for (double value : one) {
            int place = Arrays.binarySearch(sorted, value);
            greater += place >= 0 ? place + 0.5 : -place - 1;
        }
        double mean = (double) n * n / 2;
        return (greater - mean) / Math.sqrt((double) n * n * (2 * n + 1) / 12);
    }

    /** Of the normal distribution, by Abramowitz and Stegun 26.2.17. */
    private static double upperTail(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double sum = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * sum;
    }
}

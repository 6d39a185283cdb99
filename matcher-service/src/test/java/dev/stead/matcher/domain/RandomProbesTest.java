package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.GalleryConfig.QualityGate;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.testing.Directions;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MapGallery;
import dev.stead.matcher.testing.Repeats;
import dev.stead.mesh.testing.TestSize;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Whoever has no face of anybody and tries directions by chance. The row X7 of the fault matrix. */
class RandomProbesTest {
    private static final int DIMENSION = 512;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));
    private static final GalleryConfig CONFIG = new GalleryConfig(
            new GalleryId("people"), Faces.MODEL, DIMENSION, OperatingPoint.STANDARD, QualityGate.STANDARD);

    private final long seed = new Random().nextLong();
    private final Directions directions = new Directions(DIMENSION, new Random(seed));

    @Test
    void nobodyIsFoundByTryingDirections(TestReporter reporter) {
        var gallery = new MapGallery(CONFIG);
        List<float[]> templates = IntStream.range(0, TestSize.of(500, 5_005))
                .mapToObj(_ -> directions.any())
                .toList();
        gallery.enrolAll(IntStream.range(0, templates.size())
                .mapToObj(i -> new Enrolment(
                        new SubjectId("s-" + i),
                        new Consent("1", Instant.EPOCH),
                        List.of(Directions.sample(templates.get(i))),
                        Instant.EPOCH))
                .toList());
        var identifier = new Identifier(
                new RecentNonces(Duration.ofMinutes(10), 1_000_000, System::nanoTime),
                MapDecisionCounts.endless(CLOCK),
                Repeats.counted(),
                new RecentVerifications(System::nanoTime),
                Rings.NONE);

        int probes = TestSize.of(500, 10_000);
        int identified = 0;
        for (int i = 0; i < probes; i++) {
            identified += isIdentified(identifier, gallery, directions.any(), i) ? 1 : 0;
        }
        reporter.publishEntry(Map.of("probes", Integer.toString(probes), "identified", Integer.toString(identified)));
        assertThat(identified).as("seed %d", seed).isZero();
        assertThat(isIdentified(identifier, gallery, templates.getFirst(), probes))
                .as("somebody's own")
                .isTrue();
    }

    private static boolean isIdentified(Identifier identifier, Gallery gallery, float[] probe, int number) {
        var nonce = CaptureNonce.of(ByteBuffer.allocate(16).putLong(number).array());
        return identifier
                .identify(
                        identifier.begin(gallery, CaptureSource.terminal("t-1"), nonce), Directions.sample(probe), true)
                .filter(Decision.Identified.class::isInstance)
                .isPresent();
    }
}

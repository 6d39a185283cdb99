package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.drift.SimilarityDrift;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MapGallery;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Repeats;
import dev.stead.matcher.testing.SettableClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is remembered of those who are identified: their similarity, and nothing else. */
class IdentifiedSimilarityTest {
    private static final CaptureSource TERMINAL = CaptureSource.terminal("t-1");
    private static final int EARLIER = 2_000;
    private static final int RECENT = 500;

    private final Faces faces = new Faces(6);
    private final Random random = new Random(6);
    private final MapGallery gallery = new MapGallery(MatcherBed.PEOPLE);
    private final SettableClock clock = new SettableClock();
    private final SimilarityDrift drift = new SimilarityDrift();
    private final Identifier identifier = new Identifier(
            new RecentNonces(Duration.ofMinutes(10), 100_000, System::nanoTime),
            new CountedBudget(MapDecisionCounts.ENDLESS, new MapDecisionCounts(), clock),
            Repeats.counted(),
            new RecentVerifications(System::nanoTime),
            Rings.NONE);
    private long nonces;

    @Test
    void worseCapturesOfThoseWhoAreIdentifiedAreADriftAndStrangersAreNone() {
        for (int person = 1; person <= 3; person++) {
            gallery.enrolAll(List.of(new Enrolment(
                    new SubjectId("s-" + person),
                    Enrolments.CONSENT,
                    List.of(faces.sample(person, 0)),
                    clock.instant())));
        }
        look(EARLIER + RECENT, 0.1f);
        assertThat(drift.isDrifting()).isFalse();

        lookStrangers();
        assertThat(drift.isDrifting()).isFalse();

        look(RECENT, 0.6f);
        assertThat(drift.isDrifting()).isTrue();
    }

    private void look(int times, float noise) {
        for (int i = 0; i < times; i++) {
            assertThat(decide(capture(1 + i % 3, noise))).isInstanceOf(Decision.Identified.class);
        }
    }

    private void lookStrangers() {
        for (int i = 0; i < RECENT; i++) {
            assertThat(decide(capture(100 + i, 0.1f))).isEqualTo(new Decision.NotIdentified());
        }
    }

    private Decision decide(Sample frame) {
        byte[] nonce = ByteBuffer.allocate(CaptureNonce.BYTES).putLong(++nonces).array();
        Presentation presentation = identifier.begin(gallery, TERMINAL, CaptureNonce.of(nonce));
        Decision decision = identifier.identify(presentation, frame, true).orElseThrow();
        presentation.addTo(drift);
        return decision;
    }

    private Sample capture(int person, float noise) {
        float[] raw = faces.raw(person, 0);
        for (int i = 0; i < raw.length; i++) {
            raw[i] += noise * (float) random.nextGaussian();
        }
        return new Sample(Faces.MODEL, Embedding.normalised(raw), new Quality(80));
    }
}

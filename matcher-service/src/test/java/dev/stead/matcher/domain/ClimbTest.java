package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.GalleryConfig.QualityGate;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.limit.CountedBudget.Limit;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.testing.Directions;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MapGallery;
import dev.stead.matcher.testing.Repeats;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * How near an attacker with one terminal comes to a template, from one accepted probe of cosine 0.62 and from answers alone. They mix the
 * probe with random directions so that each answer is a coin toss, and add up the directions by the answers (one-bit estimation). They are
 * stronger than one who can be met: they know the similarity of their probe, which answers were refused by a budget, and how best to
 * weigh the sum; and 30 days begin where two periods meet.
 */
class ClimbTest {
    private static final int DIMENSION = 512;
    private static final int DAYS = 30;
    private static final double FIRST = 0.62;
    private static final int ATTACKS = 5;
    private static final SubjectId VICTIM = new SubjectId("victim");
    private static final CaptureSource TERMINAL = CaptureSource.terminal("t-1");
    private static final GalleryConfig CONFIG = new GalleryConfig(
            new GalleryId("people"), Faces.MODEL, DIMENSION, OperatingPoint.STANDARD, QualityGate.STANDARD);

    @Test
    void withTheBudgetsThatAreShippedAnAttackerStaysBelowACosineOf70(TestReporter reporter) {
        double reached = mean(Allowance.STANDARD);

        reporter.publishEntry("cosine-after-" + DAYS + "-days", String.format(Locale.ROOT, "%.3f", reached));
        assertThat(reached).isBetween(FIRST, 0.70);
    }

    /** If this fails, the attack has become too weak to say anything. */
    @Test
    void withoutThemOneDayIsEnough() {
        var without = new Allowance(2_000, Integer.MAX_VALUE, 1_000_000, 10_000_000, 1_000);

        assertThat(new Attack(1, without).after(1)).isGreaterThan(0.97);
    }

    private static double mean(Allowance allowance) {
        return IntStream.rangeClosed(1, ATTACKS)
                .mapToDouble(seed -> new Attack(seed, allowance).after(DAYS))
                .average()
                .orElseThrow();
    }

    private static final class Attack {
        private final Directions directions;
        private final float[] template;
        private final float[] probe;
        private final float[] sum = new float[DIMENSION];
        private final MapGallery gallery = new MapGallery(CONFIG);
        private final CountedBudget budget;
        private final Identifier identifier;
        /** In the middle of a period of 30 days. */
        private Instant now = Instant.EPOCH.plus(Duration.ofDays(30 * 680 + 15));

        private long nonces;
        private long refused;

        Attack(long seed, Allowance allowance) {
            directions = new Directions(DIMENSION, new Random(seed));
            template = directions.any();
            probe = directions.at(FIRST, template);
            gallery.enrolAll(List.of(
                    new Enrolment(VICTIM, new Consent("1", Instant.EPOCH), List.of(Directions.sample(template)), now)));
            budget = new CountedBudget(allowance, new MapDecisionCounts(), () -> now);
            identifier = new Identifier(
                    new RecentNonces(Duration.ofMinutes(10), 1_000_000, this::nanos),
                    budget,
                    Repeats.counted(),
                    new RecentVerifications(this::nanos),
                    Rings.NONE);
        }

        double after(int days) {
            Instant end = now.plus(Duration.ofDays(days));
            // A budget that is spent is spent for a day at least: no use in asking on.
            int refusedInARow = 0;
            while (now.isBefore(end)) {
                try {
                    boolean useful = guess(nonces % 2 == 0);
                    refusedInARow = useful ? 0 : refusedInARow + 1;
                } catch (MatcherException spent) {
                    assertThat(spent.error()).isEqualTo(MatcherError.DECISION_BUDGET_SPENT);
                    now = now.plus(Duration.ofMinutes(1));
                }
                if (refusedInARow == 20) {
                    refusedInARow = 0;
                    now = now.plus(Duration.ofHours(6));
                }
            }
            return best();
        }

        /** False if the answer told nothing: a budget was spent. */
        private boolean guess(boolean last) {
            double boundary = CONFIG.operatingPoint().threshold()
                    + (last ? 0 : CONFIG.operatingPoint().margin());
            double share = boundary / FIRST;
            float[] direction = directions.across(probe);
            float[] mixed = Directions.mixed(share, probe, Math.sqrt(1 - share * share), direction);
            Presentation presentation = identifier.begin(gallery, TERMINAL, nonce());
            boolean told = identifier
                    .identify(presentation, Directions.sample(mixed), last)
                    .filter(Decision.Identified.class::isInstance)
                    .isPresent();
            long now = budget.reached(Limit.SUBJECT_NEAR) + budget.reached(Limit.SUBJECT_IDENTIFIED);
            boolean spent = now > refused;
            refused = now;
            if (spent) {
                return false;
            }
            for (int i = 0; i < DIMENSION; i++) {
                sum[i] += told ? direction[i] : -direction[i];
            }
            return true;
        }

        /** The cosine of the best mix of the probe and the sum. */
        private double best() {
            double length = Math.sqrt(Directions.cosine(sum, sum));
            double across = length == 0 ? 0 : Directions.cosine(sum, template) / length;
            return Math.hypot(FIRST, across);
        }

        private CaptureNonce nonce() {
            return CaptureNonce.of(ByteBuffer.allocate(16).putLong(++nonces).array());
        }

        private long nanos() {
            return TimeUnit.MILLISECONDS.toNanos(now.toEpochMilli());
        }
    }
}

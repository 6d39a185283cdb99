package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.Decision.Identified;
import dev.stead.matcher.domain.Decision.NotIdentified;
import dev.stead.matcher.domain.repeat.CaptureHistory;
import dev.stead.matcher.domain.repeat.RepeatGuard;
import dev.stead.matcher.domain.repeat.Repetition;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.testing.Directions;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MapGallery;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Repeats;
import dev.stead.matcher.testing.SettableClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registered device whose owner feeds it what it has seen before. */
class RepeatedCapturesTest {
    private static final CaptureSource TILL = CaptureSource.terminal("till-1");
    private static final SubjectId ADA = new SubjectId("ada");
    private static final Allowance TWENTY_REFUSALS = new Allowance(10_000, 20, 10_000, 10_000, 10_000);

    private final Faces faces = new Faces(15);
    private final Directions directions = new Directions(Faces.DIMENSION, new Random(15));
    private final MapGallery gallery = new MapGallery(MatcherBed.PEOPLE);
    private final SettableClock clock = new SettableClock();
    private final CountedBudget budget = new CountedBudget(TWENTY_REFUSALS, new MapDecisionCounts(), clock);
    private final Identifier identifier = identifier(RepeatGuard.Policy.REFUSE);
    private long nonces;

    @BeforeEach
    void enrolAda() {
        enrol();
    }

    @Test
    void aCaptureIdentifiesOnce() {
        assertThat(look(TILL, faces.sample(1, 3))).isEqualTo(new Identified(ADA));
        assertThat(look(TILL, faces.sample(1, 3))).isEqualTo(new NotIdentified());
        assertThat(look(CaptureSource.terminal("till-2"), faces.sample(1, 3)))
                .as("at another terminal")
                .isEqualTo(new NotIdentified());
        assertThat(identifier.verify(begin(CaptureSource.phoneOf(ADA)), ADA, faces.sample(1, 3)))
                .as("on a phone")
                .isEqualTo(new NotIdentified());
        assertThat(look(TILL, faces.sample(1, 4))).isEqualTo(new Identified(ADA));
    }

    @Test
    void aTemplateIdentifiesNobody() {
        assertThat(look(TILL, faces.sample(1, 0))).isEqualTo(new NotIdentified());
        assertThat(identifier.verify(begin(CaptureSource.phoneOf(ADA)), ADA, faces.sample(1, 0)))
                .isEqualTo(new NotIdentified());
    }

    /** Otherwise any second frame would make a new capture of it. */
    @Test
    void aPresentationWithOneRepeatedFrameIsARepeat() {
        look(TILL, faces.sample(1, 3));
        Presentation presentation = begin(TILL);

        assertThat(identifier.identify(presentation, faces.sample(1, 3), false))
                .as("as if it were not certain yet")
                .isEmpty();
        assertThat(identifier.identify(presentation, faces.sample(1, 5), true)).contains(new NotIdentified());
        assertThat(presentation.repetition()).isEqualTo(Repetition.REPEAT);
    }

    @Test
    void framesOfOnePresentationDoNotRepeatEachOther() {
        Presentation presentation = begin(TILL);
        Sample unclear = Directions.sample(
                directions.at(0.58, faces.sample(1, 0).embedding().values()));

        assertThat(identifier.identify(presentation, unclear, false)).isEmpty();
        assertThat(identifier.identify(presentation, unclear, true)).contains(new Identified(ADA));
    }

    @Test
    void afterThirtyDaysNothingIsKnownOfIt() {
        look(TILL, faces.sample(1, 3));
        clock.advance(CaptureHistory.MEMORY.plusSeconds(1));

        assertThat(look(TILL, faces.sample(1, 3))).isEqualTo(new Identified(ADA));
    }

    /** The capture belongs to the enrolment, and is gone with it. */
    @Test
    void anErasureForgetsIt() {
        look(TILL, faces.sample(1, 3));
        var eraser = new Eraser((_, _) -> Optional.empty(), identifier, budget);
        eraser.erase(gallery, Enrolments.request(), new Eraser.ByOperator(ADA));
        enrol();

        assertThat(look(TILL, faces.sample(1, 3))).isEqualTo(new Identified(ADA));
    }

    /** Fifty neighbours at 1e-5, as X8 has them: what was rounded away is a repeat, the rest is counted until the terminal waits. */
    @Test
    void aFamilyEndsInTheTerminalsQuarantine() {
        float[] capture = faces.sample(1, 3).embedding().values();
        look(TILL, Directions.sample(capture));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 50; i++) {
                        Presentation presentation = begin(TILL);
                        identifier.identify(presentation, Directions.sample(directions.at(0.9997, capture)), true);
                        assertThat(presentation.repetition()).isNotEqualTo(Repetition.NONE);
                    }
                })
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refused -> assertThat(refused.error()).isEqualTo(MatcherError.DECISION_BUDGET_SPENT));
        assertThat(look(CaptureSource.terminal("till-2"), faces.sample(1, 7))).isEqualTo(new Identified(ADA));
    }

    /** 21 points, as X8 has them. The first is Ada's own. */
    @Test
    void ofALineBetweenTwoPeopleAllButTwoAreFlagged() {
        float[] ada = faces.sample(1, 3).embedding().values();
        float[] other = faces.sample(2, 3).embedding().values();
        int identified = 0;
        int flagged = 0;
        for (int i = 0; i <= 20; i++) {
            Presentation presentation = begin(CaptureSource.terminal("till-" + i));
            Sample point = Directions.sample(Directions.mixed(1 - i / 20.0, ada, i / 20.0, other));
            if (identifier.identify(presentation, point, true).orElseThrow() instanceof Identified) {
                identified++;
            }
            flagged += presentation.repetition() == Repetition.NONE ? 0 : 1;
        }

        assertThat(identified).isGreaterThan(8);
        assertThat(flagged).isGreaterThanOrEqualTo(identified - 2);
    }

    @Test
    void inDevelopmentARepeatIsOnlyCounted() {
        Identifier counting = identifier(RepeatGuard.Policy.COUNT);
        for (int i = 0; i < 30; i++) {
            Presentation presentation = begin(TILL);
            assertThat(counting.identify(presentation, faces.sample(1, 3), true))
                    .contains(new Identified(ADA));
            assertThat(presentation.repetition()).isEqualTo(i == 0 ? Repetition.NONE : Repetition.REPEAT);
        }
    }

    private Decision look(CaptureSource source, Sample sample) {
        return identifier.identify(begin(source), sample, true).orElseThrow();
    }

    private Presentation begin(CaptureSource source) {
        return identifier.begin(
                gallery,
                source,
                CaptureNonce.of(ByteBuffer.allocate(16).putLong(++nonces).array()));
    }

    private void enrol() {
        gallery.enrolAll(List.of(
                new Enrolment(ADA, new Consent("1", Instant.EPOCH), List.of(faces.sample(1, 0)), clock.instant())));
    }

    private Identifier identifier(RepeatGuard.Policy policy) {
        return new Identifier(
                new RecentNonces(Duration.ofMinutes(10), 1_000, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis())),
                budget,
                Repeats.guard(policy, clock),
                new RecentVerifications(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis())),
                Rings.NONE);
    }
}

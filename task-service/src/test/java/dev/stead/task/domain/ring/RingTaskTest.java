package dev.stead.task.domain.ring;

import static dev.stead.task.domain.Sample.ENROLMENT;
import static dev.stead.task.domain.Sample.NOW;
import static dev.stead.task.domain.Sample.SQUARE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.task.Task;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Which tasks put their delegates into rings, and when. */
class RingTaskTest {
    private static final ExecutionId EXECUTION = new ExecutionId("e-1");
    private static final Duration MICRO = Duration.ofNanos(1_000);

    private static RingTask in(TimeWindow window) {
        return RingTask.of(Sample.ready(Sample.payment(window, new Place.Circle(SQUARE, 100))))
                .orElseThrow();
    }

    private static RingTask between(int fromMinute, int toMinute) {
        return in(new AbsoluteWindow(minute(fromMinute), minute(toMinute)));
    }

    private static Instant minute(int minutes) {
        return NOW.plus(Duration.ofMinutes(minutes));
    }

    /** On two days. */
    private static RingTask daily(LocalTime opens, LocalTime closes) {
        return in(new RecurringWindow(
                ZoneId.of("UTC"),
                new WeeklyHours(EnumSet.allOf(DayOfWeek.class), opens, closes),
                LocalDate.parse("2026-11-23"),
                LocalDate.parse("2026-11-24")));
    }

    @Test
    void anAcceptedTaskCountsWithWhatARingAsksOfIt() {
        Task ready = Sample.ready(Sample.payment(2));

        assertThat(RingTask.of(ready))
                .contains(new RingTask(
                        ready.id(),
                        2,
                        Sample.BOB,
                        Sample.ORDER.merchantId(),
                        Sample.window(),
                        ready.mandate().places()));
        assertThat(RingTask.of(ready.claim(EXECUTION, NOW)))
                .as("while a terminal executes it")
                .isPresent();
        assertThat(RingTask.of(ready.claim(EXECUTION, NOW).succeed(NOW)))
                .as("once of twice")
                .isPresent();
    }

    @Test
    void noOtherTaskCounts() {
        Task proposed = Sample.proposed(Sample.payment(1));
        Task ready = Sample.ready(Sample.payment(1));

        assertThat(RingTask.of(proposed)).as("proposed").isEmpty();
        assertThat(RingTask.of(proposed.decline(NOW))).as("declined").isEmpty();
        assertThat(RingTask.of(ready.revoke(Sample.ALICE, NOW))).as("revoked").isEmpty();
        assertThat(RingTask.of(ready.expire(NOW))).as("expired").isEmpty();
        assertThat(RingTask.of(ready.claim(EXECUTION, NOW).succeed(NOW)))
                .as("done")
                .isEmpty();
        assertThat(RingTask.of(ready.claim(EXECUTION, NOW).fail(NOW, 1)))
                .as("failed")
                .isEmpty();
    }

    @Test
    void whoMustAcceptAgainIsInNoRingUntilThen() {
        Task outdated = Sample.ready(Sample.payment(1)).invalidateAcceptance(NOW);

        assertThat(RingTask.of(outdated)).isEmpty();
        assertThat(RingTask.of(outdated.accept(new EnrolmentGeneration("e-new"), NOW)))
                .isPresent();
        assertThat(RingTask.of(outdated.accept(ENROLMENT, NOW))).isPresent();
    }

    /** No call leads here: what a store of before may hold. */
    @Test
    void aTaskThatIsUsedUpCountsInNoState() {
        Task once = Sample.ready(Sample.payment(2)).claim(EXECUTION, NOW).succeed(NOW);
        var usedUp = new Task(once.id(), once.parties(), once.order(), Sample.payment(1), once.progress());

        assertThat(RingTask.of(usedUp)).isEmpty();
    }

    @Test
    void aTaskIsDueTenMinutesBeforeItsWindowOpensAndUntilItCloses() {
        RingTask task = between(60, 90);

        assertThat(task.isDue(minute(50).minus(MICRO))).isFalse();
        assertThat(task.isDue(minute(50))).isTrue();
        assertThat(task.isDue(minute(60))).isTrue();
        assertThat(task.isDue(minute(90).minus(MICRO))).isTrue();
        assertThat(task.isDue(minute(90))).isFalse();
    }

    @Test
    void itIsKnownWhenATaskIsDueNextAndWhenNoMore() {
        RingTask task = between(60, 90);

        assertThat(task.dueUntil(NOW)).as("early").isEqualTo(minute(50));
        assertThat(task.dueUntil(minute(50))).as("soon").isEqualTo(minute(90));
        assertThat(task.dueUntil(minute(55))).as("soon").isEqualTo(minute(90));
        assertThat(task.dueUntil(minute(60))).as("open").isEqualTo(minute(90));
        assertThat(task.dueUntil(minute(90))).as("over").isEqualTo(Instant.MAX);
    }

    @Test
    void aRecurringTaskIsDueAgainTheNextDay() {
        RingTask task = daily(LocalTime.of(12, 0), LocalTime.of(13, 0));
        Instant noon = Instant.parse("2026-11-23T12:00:00Z");

        assertThat(task.isDue(noon)).isTrue();
        assertThat(task.dueUntil(noon)).isEqualTo(Instant.parse("2026-11-23T13:00:00Z"));
        assertThat(task.isDue(Instant.parse("2026-11-23T13:00:00Z"))).isFalse();
        assertThat(task.dueUntil(Instant.parse("2026-11-23T13:00:00Z")))
                .isEqualTo(Instant.parse("2026-11-24T11:50:00Z"));
        assertThat(task.isDue(Instant.parse("2026-11-24T11:50:00Z"))).isTrue();
        assertThat(task.dueUntil(Instant.parse("2026-11-24T13:00:00Z"))).isEqualTo(Instant.MAX);
    }

    /** From five past to the hour of the next day: the pause is shorter than the lead. */
    @Test
    void aTaskIsDueInAPauseShorterThanTheLead() {
        RingTask task = daily(LocalTime.of(12, 5), LocalTime.of(12, 0));
        Instant inThePause = Instant.parse("2026-11-24T12:02:00Z");

        assertThat(task.isDue(inThePause)).isTrue();
        assertThat(task.dueUntil(inThePause)).isEqualTo(Instant.parse("2026-11-25T12:00:00Z"));
    }
}

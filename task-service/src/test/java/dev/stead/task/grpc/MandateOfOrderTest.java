package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.PeriodLimit;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import dev.stead.type.v1.DayOfWeek;
import dev.stead.type.v1.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A mandate under which its order can never be done is refused when it is proposed, with the reason that the till would give: the
 * delegate does not go there for nothing. The order costs 12.50 EUR.
 */
class MandateOfOrderTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anOrderAboveALimitIsRefusedAndOneAtItIsTaken(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);
            assertThat(reason(() -> propose(world, payment(world).setAmountLimit(TaskWorld.money(1_249)))))
                    .isEqualTo("AMOUNT_OVER_LIMIT");
            assertThat(reason(() -> propose(world, payment(world).addConstraints(total(1_249)))))
                    .isEqualTo("BUDGET_EXHAUSTED");
            assertThat(reason(() -> propose(world, payment(world).addConstraints(aDay(1_249)))))
                    .isEqualTo("PERIOD_LIMIT_REACHED");
            assertThatThrownBy(() -> propose(world, payment(world).setAmountLimit(TaskWorld.money(1_249))))
                    .hasMessageContaining("12.50 EUR, which is over amount_limit (12.49 EUR)");

            Mandate.Builder enough = payment(world)
                    .setAmountLimit(TaskWorld.money(1_250))
                    .addConstraints(total(1_250))
                    .addConstraints(aDay(1_250))
                    .addConstraints(Constraint.newBuilder().setApprovalAbove(TaskWorld.money(1)));
            assertThat(propose(world, enough).getState()).isEqualTo(Task.State.STATE_PROPOSED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStartThatTheWindowNeverReachesIsRefused(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);
            Instant closes = world.clock.instant().plus(Duration.ofHours(8));
            for (Instant tooLate : List.of(closes, closes.plusSeconds(1), closes.plus(Duration.ofDays(3_000)))) {
                assertThat(reason(() -> propose(world, payment(world).addConstraints(notBefore(tooLate)))))
                        .isEqualTo("DELEGATE_COOLING_OFF");
            }
            // 9 to 10 on Mondays: the clock stands at 9 on Monday, 23 November.
            Mandate.Builder mondays = payment(world).setWindow(mondays("2026-11-23", "2026-11-30"));
            Instant lastClose = Instant.parse("2026-11-30T10:00:00Z");
            assertThat(reason(() -> propose(world, mondays.clone().addConstraints(notBefore(lastClose)))))
                    .isEqualTo("DELEGATE_COOLING_OFF");

            assertThat(propose(world, mondays.clone().addConstraints(notBefore(lastClose.minusSeconds(1))))
                            .getState())
                    .isEqualTo(Task.State.STATE_PROPOSED);
            assertThat(propose(world, payment(world).addConstraints(notBefore(closes.minusSeconds(1))))
                            .getState())
                    .isEqualTo(Task.State.STATE_PROPOSED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCoolingOffBeyondTheWindowIsRefusedWithTheTimeThatWouldDo(TestDatabase test) {
        var policy = new Policy(Duration.ofHours(10), List.of(), List.of());
        try (var world = new TaskWorld(test.database(), TaskWorld.Neighbours.fresh(), policy)) {
            world.settle();
            world.order("o-1", false);
            world.order("o-2", true);
            assertThatThrownBy(() -> propose(world, payment(world)))
                    .hasMessageContaining("may not act before 2026-11-23T19:00Z[UTC]")
                    .hasMessageContaining("closes at 2026-11-23T17:00Z[UTC]");
            Mandate.Builder collection = world.mandate(TaskKind.TASK_KIND_COLLECTION);
            assertThat(reason(() -> world.phone("alice").proposeTask(world.proposal("o-2", collection))))
                    .isEqualTo("DELEGATE_COOLING_OFF");

            Mandate.Builder longer = payment(world);
            longer.getWindowBuilder()
                    .getAbsoluteBuilder()
                    .setEndTime(TaskWorld.timestamp(world.clock.instant().plus(Duration.ofHours(11))));
            assertThat(propose(world, longer).getState()).isEqualTo(Task.State.STATE_PROPOSED);
        }
    }

    private static Task propose(TaskWorld world, Mandate.Builder mandate) {
        return world.phone("alice").proposeTask(world.proposal("o-1", mandate)).getTask();
    }

    private static Mandate.Builder payment(TaskWorld world) {
        return world.mandate(TaskKind.TASK_KIND_PAYMENT);
    }

    private static Constraint.Builder total(long minorUnits) {
        return Constraint.newBuilder().setTotalLimit(TaskWorld.money(minorUnits));
    }

    private static Constraint.Builder aDay(long minorUnits) {
        return Constraint.newBuilder()
                .setPeriodLimit(PeriodLimit.newBuilder()
                        .setPeriod(PeriodLimit.Period.PERIOD_DAY)
                        .setTimeZone("UTC")
                        .setAmountLimit(TaskWorld.money(minorUnits)));
    }

    private static Constraint.Builder notBefore(Instant time) {
        return Constraint.newBuilder().setNotBefore(TaskWorld.timestamp(time));
    }

    private static TimeWindow mondays(String first, String last) {
        var window = TimeWindow.newBuilder();
        window.getRecurringBuilder()
                .setTimeZone("UTC")
                .addDays(DayOfWeek.DAY_OF_WEEK_MONDAY)
                .setOpens("09:00")
                .setCloses("10:00")
                .setFirstDate(first)
                .setLastDate(last);
        return window.build();
    }
}

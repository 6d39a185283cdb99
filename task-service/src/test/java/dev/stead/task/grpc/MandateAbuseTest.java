package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.CancelOrderRequest;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.PeriodLimit;
import dev.stead.task.v1.ProposeTaskRequest;
import dev.stead.task.v1.PutMerchantRequest;
import dev.stead.task.v1.PutTerminalRequest;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import dev.stead.type.v1.LatLng;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jdbi.v3.core.HandleConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Row X14. Each abuse is just over its limit; where something can change it does so in the last moment, committed by somebody else
 * after the terminal's call arrived and before the claiming transaction begins, so that a check made any earlier would pass. The same
 * thing just within the limit is done.
 */
class MandateAbuseTest {
    private static final int TIMES = 8;

    /** How a world becomes one in which the confirmation must be refused, or just may not. */
    interface Abuse {
        /** @param over false for the harmless twin */
        ConfirmTaskRequest prepare(TaskWorld world, Round round, boolean over);
    }

    /** One try: its number, so that nothing of another is reused, and its chance. */
    record Round(int number, SplittableRandom chance) {
        String order() {
            return "x14-" + number;
        }
    }

    static Stream<Arguments> abuses() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS)
                .flatMap(test -> Stream.of(
                        arguments(test.toString(), "TASK_NOT_FOUND", (Abuse) MandateAbuseTest::anothersTask),
                        arguments(test.toString(), "WRONG_MERCHANT", (Abuse) MandateAbuseTest::anotherPayee),
                        arguments(test.toString(), "AMOUNT_OVER_LIMIT", (Abuse) MandateAbuseTest::oneCentMore),
                        arguments(test.toString(), "OUTSIDE_WINDOW", (Abuse) MandateAbuseTest::oneSecondEarly),
                        arguments(test.toString(), "OUTSIDE_WINDOW", (Abuse) MandateAbuseTest::theInstantOfClosing),
                        arguments(test.toString(), "OUTSIDE_PLACE", (Abuse) MandateAbuseTest::oneMetreOutside),
                        arguments(test.toString(), "BUDGET_EXHAUSTED", (Abuse) MandateAbuseTest::overBudget),
                        arguments(test.toString(), "PERIOD_LIMIT_REACHED", (Abuse) MandateAbuseTest::oftenerThanADay),
                        arguments(test.toString(), "TASK_NOT_READY", (Abuse) MandateAbuseTest::revokedJustBefore),
                        arguments(test.toString(), "ORDER_STATE_FORBIDS", (Abuse)
                                MandateAbuseTest::cancelledJustBefore)));
    }

    @ParameterizedTest(name = "{1} {2} on {0}")
    @MethodSource("abuses")
    void isRefusedInTheClaimingTransactionAndItsTwinIsDone(String engine, String refusal, Abuse abuse) {
        long seed = Long.getLong("stead.seed", System.nanoTime());
        var chance = new SplittableRandom(seed);
        try (TestDatabase test = engine.equals("SQLite")
                        ? TestDatabases.sqlite(TaskDatabase.MIGRATIONS)
                        : TestDatabases.postgresql(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            world.settle();
            for (int i = 0; i < TIMES; i++) {
                world.clock.advance(Duration.ofDays(1));
                int before = world.settlements.asked().size();
                ConfirmTaskRequest harmless = abuse.prepare(world, new Round(2 * i, chance), false);
                assertThat(world.terminal("t-near")
                                .confirmTask(harmless)
                                .getExecution()
                                .getState())
                        .as("the twin of seed %d", seed)
                        .isEqualTo(Execution.State.STATE_SUCCEEDED);
                int paid = world.settlements.asked().size();
                assertThat(paid).isGreaterThan(before);
                ConfirmTaskRequest over = abuse.prepare(world, new Round(2 * i + 1, chance), true);
                int prepared = world.settlements.asked().size();
                assertThat(reason(() -> world.terminal("t-near").confirmTask(over)))
                        .as("seed %d", seed)
                        .isEqualTo(refusal);
                // What somebody else did in the last moment is no more than one payment.
                assertThat(world.settlements.asked().size() - prepared).isLessThanOrEqualTo(1);
                assertThat(reason(() -> world.terminal("t-near").confirmTask(over)))
                        .as("asked again, seed %d", seed)
                        .isEqualTo(refusal);
                world.putTerminal("t-near", TaskWorld.SQUARE, Terminal.State.STATE_ACTIVE);
            }
        }
    }

    private static Mandate.Builder mandate(TaskWorld world) {
        return world.mandate(TaskKind.TASK_KIND_PAYMENT).setMaxUses(10);
    }

    private static ConfirmTaskRequest anothersTask(TaskWorld world, Round round, boolean over) {
        Task task = world.ready(round.order(), mandate(world));
        return world.confirmation("t-near", task.getTaskId()).toBuilder()
                .setAssertion(world.matcher.assertion(over ? "eve" : "bob", "t-near"))
                .build();
    }

    private static ConfirmTaskRequest anotherPayee(TaskWorld world, Round round, boolean over) {
        var _ = world.operator()
                .putMerchant(PutMerchantRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setMerchant(dev.stead.task.v1.Merchant.newBuilder()
                                .setMerchantId("butcher")
                                .setDisplayName("Butcher"))
                        .build());
        Task task = world.ready(round.order(), mandate(world));
        terminal(world, TaskWorld.SQUARE, "bakery");
        world.unitOfWork.beforeNextWrite(() -> terminal(world, TaskWorld.SQUARE, over ? "butcher" : "bakery"));
        return world.confirmation("t-near", task.getTaskId());
    }

    private static ConfirmTaskRequest oneCentMore(TaskWorld world, Round round, boolean over) {
        Task task = world.ready(round.order(), mandate(world).setAmountLimit(TaskWorld.money(1_250)));
        world.unitOfWork.beforeNextWrite(() -> world.setAmount(round.order(), over ? 1_251 : 1_250));
        return world.confirmation("t-near", task.getTaskId());
    }

    private static ConfirmTaskRequest oneSecondEarly(TaskWorld world, Round round, boolean over) {
        Instant opens = world.clock.instant().plusSeconds(3_600 + round.chance().nextInt(3_600));
        Task task = world.ready(round.order(), windowed(world, opens, opens.plusSeconds(60)));
        world.clock.set(over ? opens.minusSeconds(1) : opens);
        return world.confirmation("t-near", task.getTaskId());
    }

    private static ConfirmTaskRequest theInstantOfClosing(TaskWorld world, Round round, boolean over) {
        Instant closes = world.clock.instant().plusSeconds(10 + round.chance().nextInt(20));
        Task task = world.ready(round.order(), windowed(world, world.clock.instant(), closes));
        ConfirmTaskRequest asked = world.confirmation("t-near", task.getTaskId());
        world.unitOfWork.beforeNextWrite(() -> world.clock.set(over ? closes : closes.minusNanos(1_000)));
        return asked;
    }

    private static Mandate.Builder windowed(TaskWorld world, Instant start, Instant end) {
        var mandate = mandate(world);
        mandate.getWindowBuilder()
                .getAbsoluteBuilder()
                .setStartTime(TaskWorld.timestamp(start))
                .setEndTime(TaskWorld.timestamp(end));
        return mandate;
    }

    private static ConfirmTaskRequest oneMetreOutside(TaskWorld world, Round round, boolean over) {
        double radius = 20 + round.chance().nextDouble(2_000);
        Task task = world.ready(round.order(), mandate(world).clearPlaces().addPlaces(TaskWorld.circle(radius)));
        LatLng there = at(radius + (over ? 1 : -1), round.chance().nextDouble(2 * Math.PI));
        world.unitOfWork.beforeNextWrite(() -> terminal(world, there, ""));
        return world.confirmation("t-near", task.getTaskId());
    }

    private static ConfirmTaskRequest overBudget(TaskWorld world, Round round, boolean over) {
        return spentInTheLastMoment(
                world, round, Constraint.newBuilder().setTotalLimit(TaskWorld.money(over ? 2_499 : 2_500)));
    }

    private static ConfirmTaskRequest oftenerThanADay(TaskWorld world, Round round, boolean over) {
        return spentInTheLastMoment(
                world,
                round,
                Constraint.newBuilder()
                        .setPeriodLimit(PeriodLimit.newBuilder()
                                .setPeriod(PeriodLimit.Period.PERIOD_DAY)
                                .setTimeZone("Europe/Paris")
                                .setMaxUses(over ? 1 : 2)));
    }

    /** Another terminal does the task once between the asking and the claim. */
    private static ConfirmTaskRequest spentInTheLastMoment(
            TaskWorld world, Round round, Constraint.Builder constraint) {
        world.putTerminal("t-other", TaskWorld.SQUARE, Terminal.State.STATE_ACTIVE);
        Task task = world.ready(round.order(), mandate(world).addConstraints(constraint));
        world.unitOfWork.beforeNextWrite(() -> {
            var _ = world.confirm("t-other", task.getTaskId());
        });
        return world.confirmation("t-near", task.getTaskId());
    }

    private static ConfirmTaskRequest revokedJustBefore(TaskWorld world, Round round, boolean over) {
        Task task = world.ready(round.order(), mandate(world));
        String whose = round.chance().nextBoolean() ? "alice" : "bob";
        world.unitOfWork.beforeNextWrite(() -> {
            if (over) {
                var _ = world.phone(whose)
                        .revokeTask(RevokeTaskRequest.newBuilder()
                                .setRequestId(TaskWorld.id())
                                .setTaskId(task.getTaskId())
                                .build());
                world.clock.advance(Duration.ofMillis(1));
            }
        });
        return world.confirmation("t-near", task.getTaskId());
    }

    private static ConfirmTaskRequest cancelledJustBefore(TaskWorld world, Round round, boolean over) {
        Task task = world.ready(round.order(), mandate(world));
        world.unitOfWork.beforeNextWrite(() -> {
            if (over) {
                var _ = world.merchant("bakery")
                        .cancelOrder(CancelOrderRequest.newBuilder()
                                .setRequestId(TaskWorld.id())
                                .setOrderId(round.order())
                                .build());
            }
        });
        return world.confirmation("t-near", task.getTaskId());
    }

    private static void terminal(TaskWorld world, LatLng location, String merchant) {
        var _ = world.operator()
                .putTerminal(PutTerminalRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setTerminal(Terminal.newBuilder()
                                .setTerminalId("t-near")
                                .setLocation(location)
                                .setMerchantId(merchant)
                                .setState(Terminal.State.STATE_ACTIVE))
                        .build());
    }

    /** The point at this distance and bearing from the square, on the sphere. */
    private static LatLng at(double meters, double bearing) {
        double phi = Math.toRadians(TaskWorld.SQUARE.getLatitude());
        double arc = meters / 6_371_008.8;
        double there = Math.asin(Math.sin(phi) * Math.cos(arc) + Math.cos(phi) * Math.sin(arc) * Math.cos(bearing));
        double lambda = Math.atan2(
                Math.sin(bearing) * Math.sin(arc) * Math.cos(phi), Math.cos(arc) - Math.sin(phi) * Math.sin(there));
        return LatLng.newBuilder()
                .setLatitude(Math.toDegrees(there))
                .setLongitude(TaskWorld.SQUARE.getLongitude() + Math.toDegrees(lambda))
                .build();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void nobodyActsInTheirOwnStead(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);
            ProposeTaskRequest self = world.proposal("o-1", mandate(world)).toBuilder()
                    .setDelegateId("alice")
                    .build();
            assertThat(reason(() -> world.phone("alice").proposeTask(self))).isEqualTo("DELEGATE_IS_DELEGATOR");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatAnOlderVersionWouldDropIsRefused(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);
            var future = com.google.protobuf.UnknownFieldSet.newBuilder()
                    .mergeVarintField(999, 1)
                    .build();
            var unknownKind = Constraint.newBuilder().setUnknownFields(future).build();
            var unknownPart = PeriodLimit.newBuilder()
                    .setPeriod(PeriodLimit.Period.PERIOD_DAY)
                    .setTimeZone("UTC")
                    .setMaxUses(1)
                    .setUnknownFields(future);
            for (Mandate.Builder mandate : List.of(
                    mandate(world).addConstraints(unknownKind),
                    mandate(world).addConstraints(Constraint.newBuilder().setPeriodLimit(unknownPart)),
                    mandate(world).setUnknownFields(future),
                    mandate(world).addConstraints(Constraint.getDefaultInstance()))) {
                assertThat(reason(() -> world.phone("alice").proposeTask(world.proposal("o-1", mandate))))
                        .isEqualTo("CONSTRAINT_UNKNOWN");
            }
            Task task = world.accept(world.phone("alice")
                    .proposeTask(world.proposal("o-1", mandate(world)))
                    .getTask()
                    .getTaskId());
            byte[] newer = task.getMandate().toBuilder()
                    .addConstraints(unknownKind)
                    .build()
                    .toByteArray();
            for (HandleConsumer<RuntimeException> stored : List.<HandleConsumer<RuntimeException>>of(
                    handle -> handle.execute("UPDATE tasks SET mandate = ?, version = version + 1", newer),
                    handle -> handle.execute("UPDATE tasks SET mandate_format = 1, version = version + 1,"
                            + " mandate_constraints = 'moon full\nweather fine'"))) {
                assertThat(world.findable("t-near")).isNotEmpty();
                test.database().change(stored);
                assertThat(world.findable("t-near")).isEmpty();
                assertThat(reason(() -> world.confirm("t-near", task.getTaskId())))
                        .isEqualTo("CONSTRAINT_UNKNOWN");
                test.database()
                        .change(handle -> handle.execute("UPDATE tasks SET mandate_format = 1, version = version + 1,"
                                + " mandate_constraints = ''"));
            }
        }
    }

    static Stream<TestDatabase> engines() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }
}

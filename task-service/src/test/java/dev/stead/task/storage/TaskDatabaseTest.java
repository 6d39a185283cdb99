package dev.stead.task.storage;

import static dev.stead.task.storage.StoreSample.ALICE;
import static dev.stead.task.storage.StoreSample.BAKERY;
import static dev.stead.task.storage.StoreSample.BOB;
import static dev.stead.task.storage.StoreSample.EXECUTION;
import static dev.stead.task.storage.StoreSample.LOCKER;
import static dev.stead.task.storage.StoreSample.NOW;
import static dev.stead.task.storage.StoreSample.ORDER;
import static dev.stead.task.storage.StoreSample.PRICE;
import static dev.stead.task.storage.StoreSample.SQUARE;
import static dev.stead.task.storage.StoreSample.TASK;
import static dev.stead.task.storage.StoreSample.TERMINAL;
import static dev.stead.task.storage.StoreSample.hours;
import static dev.stead.task.storage.StoreSample.mandate;
import static dev.stead.task.storage.StoreSample.moved;
import static dev.stead.task.storage.StoreSample.task;
import static dev.stead.task.storage.StoreSample.town;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.Repositories.Executions.Unresolved;
import dev.stead.task.application.port.Repositories.Tasks.Page;
import dev.stead.task.application.port.Repositories.Tasks.Position;
import dev.stead.task.application.port.Repositories.Tasks.Ready;
import dev.stead.task.application.port.Repositories.Tasks.Side;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every record store must do, on both engines. */
class TaskDatabaseTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsReadBackEqualsWhatWasWritten(TestDatabase test) {
        UnitOfWork store = town(test);
        var hours = new WeeklyHours(
                EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), LocalTime.of(22, 0), LocalTime.of(6, 30));
        TimeWindow recurring = new RecurringWindow(
                RecurringWindow.zoneNamed("America/Argentina/Buenos_Aires"),
                hours,
                LocalDate.parse("2026-11-01"),
                LocalDate.parse("2027-10-31"));
        Place polygon = new Place.Polygon(List.of(
                new LatLng(-0.1, 179.999_999_9),
                new LatLng(1e-9, -180),
                new LatLng(1, 3),
                new LatLng(-0.1, 179.999_999_9)));
        Task task = new Task(
                TASK,
                new Parties(ALICE, BOB),
                ORDER,
                mandate(recurring, polygon, new Place.NamedSite(new SiteId("mall")), new Place.Circle(SQUARE, 0.1)),
                new Progress(TaskState.READY, 3, 2, null, NOW, NOW.plusNanos(1_000), 7, false, null));
        store.write(repositories -> {
            repositories.tasks().add(task);
            return true;
        });

        TaskView view =
                store.read(repositories -> repositories.tasks().view(TASK).orElseThrow());
        assertThat(view.task()).isEqualTo(task);
        assertThat(view.merchantName()).isEqualTo("Bakery");
        assertThat(view.order())
                .isEqualTo(new Order(ORDER, "Two loaves", PRICE, LOCKER, NOW, Order.State.OPEN, null, ""));
        assertThat(view.lastExecution()).isNull();
        assertThat(store.<Task>write(
                        repositories -> repositories.tasks().findForUpdate(TASK).orElseThrow()))
                .isEqualTo(task);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTaskIsReplacedByItsNextVersionOnly(TestDatabase test) {
        UnitOfWork store = town(test);
        Task task = task(TASK, TaskState.READY, hours(1), NOW);
        store.write(repositories -> {
            repositories.tasks().add(task);
            repositories.tasks().replace(moved(task, TaskState.EXECUTING, 2));
            return true;
        });
        for (long version : new long[] {1, 2, 4}) {
            assertThatThrownBy(() -> store.write(repositories -> {
                        repositories.tasks().replace(moved(task, TaskState.READY, version));
                        return true;
                    }))
                    .isInstanceOf(TaskException.class)
                    .hasMessageContaining("same moment");
        }
        assertThat(store.<TaskState>read(repositories ->
                        repositories.tasks().view(TASK).orElseThrow().task().state()))
                .isEqualTo(TaskState.EXECUTING);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatThrowsLeavesNothingBehind(TestDatabase test) {
        UnitOfWork store = town(test);
        assertThatThrownBy(() -> store.write(repositories -> {
                    repositories.people().setDisplayName(new PersonId("carol"), "Alice");
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(store.<Boolean>read(repositories ->
                        repositories.people().displayName(new PersonId("carol")).isPresent()))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tasksAreListedNewestFirstPageByPage(TestDatabase test) {
        UnitOfWork store = town(test);
        store.write(repositories -> {
            for (int i = 0; i < 25; i++) {
                // Five at each instant: the id decides among them.
                TaskState state = i % 2 == 0 ? TaskState.READY : TaskState.DECLINED;
                repositories
                        .tasks()
                        .add(task(new TaskId("task-%02d".formatted(i)), state, hours(1), NOW.plusSeconds(i / 5)));
            }
            return true;
        });
        List<String> read = new ArrayList<>();
        Position after = null;
        while (true) {
            var page = new Page(Side.DELEGATE, BOB, false, 7, after);
            List<TaskView> views =
                    store.read(repositories -> repositories.tasks().list(page));
            if (views.isEmpty()) {
                break;
            }
            views.forEach(view -> read.add(view.task().id().value()));
            after = Position.of(views.getLast().task());
        }
        assertThat(read)
                .containsExactlyElementsOf(IntStream.range(0, 25)
                        .mapToObj(i -> "task-%02d".formatted(24 - i))
                        .toList());
        assertThat(store.<List<TaskView>>read(
                        repositories -> repositories.tasks().list(new Page(Side.DELEGATOR, ALICE, true, 100, null))))
                .hasSize(13);
        assertThat(store.<List<TaskView>>read(
                        repositories -> repositories.tasks().list(new Page(Side.DELEGATOR, BOB, false, 100, null))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void openTasksAreCountedFoundAndClosedInOrder(TestDatabase test) {
        UnitOfWork store = town(test);
        store.write(repositories -> {
            repositories.tasks().add(task(new TaskId("late"), TaskState.READY, hours(9), NOW));
            repositories.tasks().add(task(new TaskId("soon"), TaskState.READY, hours(1), NOW));
            repositories.tasks().add(task(new TaskId("asked"), TaskState.PROPOSED, hours(2), NOW));
            repositories.tasks().add(task(new TaskId("running"), TaskState.EXECUTING, hours(3), NOW));
            repositories.tasks().add(task(new TaskId("done"), TaskState.SUCCEEDED, hours(1), NOW));
            return true;
        });
        store.<Boolean>read(repositories -> {
            assertThat(repositories.tasks().findReady(BOB, 10))
                    .extracting(ready -> ready.view().task().id())
                    .containsExactly(new TaskId("soon"), new TaskId("late"));
            assertThat(repositories.tasks().countOpen(Side.DELEGATOR, ALICE)).isEqualTo(4);
            assertThat(repositories.tasks().countOpen(Side.DELEGATE, BOB)).isEqualTo(3);
            assertThat(repositories.tasks().nextCloseTime()).contains(NOW.plus(Duration.ofHours(1)));
            assertThat(repositories.tasks().findClosed(NOW.plus(Duration.ofHours(2)), 10))
                    .containsExactly(new TaskId("soon"), new TaskId("asked"));
            assertThat(repositories
                            .tasks()
                            .findClosed(NOW.plus(Duration.ofHours(2)).minusNanos(1_000), 10))
                    .containsExactly(new TaskId("soon"));
            return true;
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsReadyIsReadFromTheCacheButNeverStale(TestDatabase test) {
        TaskDatabase store = (TaskDatabase) town(test);
        Task task = task(TASK, TaskState.READY, hours(1), NOW);
        store.<Boolean>write(repositories -> {
            repositories.tasks().add(task);
            repositories.people().setDisplayName(ALICE, "Alice");
            return true;
        });
        Ready first = readyOfBob(store);
        assertThat(readyOfBob(store)).isEqualTo(first);
        assertThat(store.cacheStats())
                .hasEntrySatisfying(
                        "ready", stats -> assertThat(stats.hitCount()).isEqualTo(1));

        store.<Boolean>write(repositories -> {
            Order order = repositories.orders().findForUpdate(ORDER).orElseThrow();
            repositories
                    .orders()
                    .replace(new Order(
                            ORDER, "Two loaves", PRICE, LOCKER, NOW, Order.State.PAID, EXECUTION, order.kind()));
            return true;
        });
        assertThat(readyOfBob(store).view().order())
                .returns(Order.State.PAID, Order::state)
                .returns(EXECUTION, Order::heldBy);
        store.<Boolean>write(repositories -> {
            repositories.tasks().replace(moved(task, TaskState.EXECUTING, 2));
            repositories.tasks().replace(moved(task, TaskState.READY, 3));
            return true;
        });
        assertThat(readyOfBob(store).view().task().progress().version()).isEqualTo(3);
        store.<Boolean>write(repositories -> {
            repositories.registry().put(new Merchant(ORDER.merchantId(), "Pastry"));
            repositories.people().setDisplayName(ALICE, "Alicia");
            return true;
        });
        assertThat(readyOfBob(store))
                .returns("Alicia", Ready::delegatorName)
                .returns("Pastry", ready -> ready.view().merchantName());
    }

    private static Ready readyOfBob(UnitOfWork store) {
        return store.<List<Ready>>read(repositories -> repositories.tasks().findReady(BOB, 10))
                .getFirst();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void executionsKeepTheirOutcomeForEver(TestDatabase test) {
        UnitOfWork store = town(test);
        var settling = new Execution(EXECUTION, TASK, TERMINAL, new Execution.Settling(PRICE), NOW, NOW);
        var refused = new Execution(
                EXECUTION, TASK, TERMINAL, new Execution.Refused(PRICE, null, "NO_MONEY"), NOW, NOW.plusSeconds(1));
        store.write(repositories -> {
            repositories.tasks().add(task(TASK, TaskState.EXECUTING, hours(1), NOW));
            repositories.executions().add(settling, NOW.plusSeconds(10));
            return true;
        });
        store.<Boolean>write(repositories -> {
            assertThat(repositories.executions().find(EXECUTION)).contains(settling);
            assertThat(repositories.executions().nextAttemptTime()).contains(NOW.plusSeconds(10));
            assertThat(repositories.executions().countSettling()).isEqualTo(1);
            assertThat(repositories.executions().findDue(NOW.plusSeconds(9), 5)).isEmpty();
            assertThat(repositories.executions().findDue(NOW.plusSeconds(10), 5))
                    .containsExactly(new Unresolved(EXECUTION, 0));
            assertThat(repositories.executions().postpone(new Unresolved(EXECUTION, 0), NOW.plusSeconds(20)))
                    .isTrue();
            assertThat(repositories.executions().postpone(new Unresolved(EXECUTION, 0), NOW.plusSeconds(20)))
                    .isFalse();
            repositories.executions().replace(refused);
            assertThat(repositories.executions().find(EXECUTION)).contains(refused);
            assertThat(repositories.executions().nextAttemptTime()).isEmpty();
            return true;
        });
        assertThatThrownBy(() -> store.write(repositories -> {
                    repositories.executions().replace(settling);
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void oneTaskHasOneRunningExecution(TestDatabase test) {
        UnitOfWork store = town(test);
        store.write(repositories -> {
            repositories.tasks().add(task(TASK, TaskState.EXECUTING, hours(1), NOW));
            repositories
                    .executions()
                    .add(new Execution(EXECUTION, TASK, TERMINAL, new Execution.Settling(PRICE), NOW, NOW), NOW);
            return true;
        });
        assertThatThrownBy(() -> store.write(repositories -> {
                    repositories
                            .executions()
                            .add(
                                    new Execution(
                                            new ExecutionId("e-2"),
                                            TASK,
                                            TERMINAL,
                                            new Execution.Collecting(LOCKER),
                                            NOW,
                                            NOW),
                                    NOW);
                    return true;
                }))
                .isInstanceOf(RuntimeException.class);
    }

    /** Two stores on one database are two processes: neither shows what the other changed before. */
    @ParameterizedTest
    @MethodSource("databases")
    void theCacheIsNeverStale(TestDatabase test) {
        UnitOfWork one = town(test);
        UnitOfWork other = new TaskDatabase(test.database(), new InboxSignal(), InstantSource.system());
        for (Terminal.State state : Terminal.State.values()) {
            one.write(repositories -> {
                repositories.registry().put(new Terminal(TERMINAL, SQUARE, null, BAKERY, state));
                return true;
            });
            for (UnitOfWork store : List.of(one, other)) {
                assertThat(store.<Terminal.State>read(repositories -> repositories
                                .registry()
                                .terminal(TERMINAL)
                                .orElseThrow()
                                .state()))
                        .isEqualTo(state);
            }
        }
    }

    /** The queries of every terminal visit, every expiry and every resumption use their partial index. */
    @org.junit.jupiter.api.Test
    void hotQueriesUseTheirIndex() {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS)) {
            Database database = test.database();
            assertThat(plan(
                            database,
                            "SELECT * FROM tasks t WHERE t.delegate_id = 'bob' AND t.state = 'READY'"
                                    + " ORDER BY t.close_time LIMIT 200"))
                    .contains("tasks_ready")
                    .doesNotContain("TEMP B-TREE");
            assertThat(plan(
                            database,
                            "SELECT task_id FROM tasks WHERE state IN ('PROPOSED', 'READY')"
                                    + " AND close_time <= 5 ORDER BY close_time LIMIT 100"))
                    .contains("tasks_closing")
                    .doesNotContain("TEMP B-TREE");
            assertThat(plan(
                            database,
                            "SELECT execution_id FROM executions WHERE outcome = 'SETTLING'"
                                    + " AND next_attempt <= 5 ORDER BY next_attempt LIMIT 16"))
                    .contains("executions_settling")
                    .doesNotContain("TEMP B-TREE");
            assertThat(plan(
                            database,
                            "SELECT person_id FROM inboxes WHERE last_number > delivered"
                                    + " AND next_delivery <= 5 ORDER BY next_delivery LIMIT 16"))
                    .contains("inboxes_undelivered")
                    .doesNotContain("TEMP B-TREE");
            assertThat(plan(
                            database,
                            "SELECT amount FROM executions WHERE task_id = 't' AND create_time >= 5"
                                    + " AND outcome NOT IN ('REFUSED', 'NOT_COLLECTED')"))
                    .contains("executions_of_task");
            assertThat(plan(
                            database,
                            "SELECT COUNT(*) FROM tasks WHERE delegator_id = 'alice'"
                                    + " AND state IN ('PROPOSED', 'READY', 'EXECUTING')"))
                    .contains("tasks_open_of_delegator");
        }
    }

    private static String plan(Database database, String sql) {
        return database.read(handle -> handle.createQuery("EXPLAIN QUERY PLAN " + sql)
                .map((row, context) -> row.getString("detail"))
                .list()
                .toString());
    }
}

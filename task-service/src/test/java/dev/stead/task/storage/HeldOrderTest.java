package dev.stead.task.storage;

import static dev.stead.task.storage.StoreSample.BOB;
import static dev.stead.task.storage.StoreSample.EXECUTION;
import static dev.stead.task.storage.StoreSample.LOCKER;
import static dev.stead.task.storage.StoreSample.NOW;
import static dev.stead.task.storage.StoreSample.ORDER;
import static dev.stead.task.storage.StoreSample.PRICE;
import static dev.stead.task.storage.StoreSample.TASK;
import static dev.stead.task.storage.StoreSample.TERMINAL;
import static dev.stead.task.storage.StoreSample.hours;
import static dev.stead.task.storage.StoreSample.task;
import static dev.stead.task.storage.StoreSample.town;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.eligibility.MandateUsage;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the store says of a task and its order while an execution of it, or of another task, is under way. */
class HeldOrderTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    /** Neither the task nor the order's state changes when another task's execution takes the order and gives it back. */
    @ParameterizedTest
    @MethodSource("databases")
    void readyTaskIsReadWithWhoHoldsItsOrder(TestDatabase test) {
        UnitOfWork store = town(test);
        store.<Boolean>write(repositories -> {
            repositories.tasks().add(task(TASK, TaskState.READY, hours(1), NOW));
            return true;
        });
        assertThat(holder(store)).isNull();

        assertHolderIsRead(store, EXECUTION);
        assertHolderIsRead(store, null);
        assertHolderIsRead(store, new ExecutionId("e-2"));
        assertHolderIsRead(store, EXECUTION);
        assertHolderIsRead(store, null);
    }

    private static void assertHolderIsRead(UnitOfWork store, @Nullable ExecutionId holder) {
        store.<Boolean>write(repositories -> {
            repositories
                    .orders()
                    .replace(new Order(ORDER, "Two loaves", PRICE, LOCKER, NOW, Order.State.OPEN, holder, ""));
            return true;
        });
        assertThat(holder(store)).as("at once").isEqualTo(holder);
        assertThat(holder(store)).as("and from the cache").isEqualTo(holder);
    }

    private static @Nullable ExecutionId holder(UnitOfWork store) {
        List<@Nullable ExecutionId> holders = new ArrayList<>();
        store.<Boolean>read(repositories -> holders.add(repositories
                .tasks()
                .findReady(BOB, 10)
                .getFirst()
                .view()
                .order()
                .heldBy()));
        return holders.getFirst();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void usesAreAllThatSucceededOrStillMay(TestDatabase test) {
        UnitOfWork store = town(test);
        var settlement = new SettlementReference("s-1");
        List<Execution.Outcome> uses = List.of(
                new Execution.Paid(PRICE, settlement), new Execution.Collected(LOCKER), new Execution.Settling(PRICE));
        List<Execution.Outcome> failures =
                List.of(new Execution.Refused(PRICE, settlement, "NO_MONEY"), new Execution.NotCollected(LOCKER));
        store.<Boolean>write(repositories -> {
            repositories.tasks().add(task(TASK, TaskState.EXECUTING, hours(1), NOW));
            List<Execution.Outcome> all =
                    Stream.concat(failures.stream(), uses.stream()).toList();
            for (int i = 0; i < all.size(); i++) {
                add(repositories, TASK, "e-" + i, all.get(i), NOW.plusSeconds(i));
            }
            repositories.tasks().add(task(new TaskId("other"), TaskState.EXECUTING, hours(1), NOW));
            add(repositories, new TaskId("other"), "e-9", new Execution.Collecting(LOCKER), NOW.plusSeconds(9));
            return true;
        });

        assertThat(store.<List<MandateUsage.Use>>read(
                        repositories -> repositories.executions().findUses(TASK, NOW)))
                .containsExactlyInAnyOrder(
                        new MandateUsage.Use(NOW.plusSeconds(2), PRICE),
                        new MandateUsage.Use(NOW.plusSeconds(3), null),
                        new MandateUsage.Use(NOW.plusSeconds(4), PRICE));
        assertThat(store.<List<MandateUsage.Use>>read(
                        repositories -> repositories.executions().findUses(TASK, NOW.plusSeconds(4))))
                .hasSize(1);
        assertThat(store.<List<MandateUsage.Use>>read(
                        repositories -> repositories.executions().findUses(new TaskId("other"), NOW)))
                .containsExactly(new MandateUsage.Use(NOW.plusSeconds(9), null));
    }

    private static void add(
            Repositories repositories, TaskId task, String id, Execution.Outcome outcome, Instant created) {
        repositories
                .executions()
                .add(new Execution(new ExecutionId(id), task, TERMINAL, outcome, created, created), created);
    }
}

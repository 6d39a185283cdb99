package dev.stead.task.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A shop with one order, and tasks on it. */
final class StoreSample {
    static final Instant NOW = Instant.parse("2026-11-23T09:00:00.123456Z");
    static final PersonId ALICE = new PersonId("alice");
    static final PersonId BOB = new PersonId("bob");
    static final MerchantId BAKERY = new MerchantId("bakery");
    static final TerminalId TERMINAL = new TerminalId("t-1");
    static final TaskId TASK = new TaskId("task-1");
    static final ExecutionId EXECUTION = new ExecutionId("e-1");
    static final OrderKey ORDER = new OrderKey(BAKERY, new OrderId("o-1"));
    static final Money PRICE = new Money("EUR", 1_250);
    static final CollectionPoint LOCKER = new CollectionPoint("Locker 14", "4711");
    static final LatLng SQUARE = new LatLng(48.8566, 2.3522);

    private StoreSample() {}

    static UnitOfWork town(TestDatabase test) {
        UnitOfWork store = new TaskDatabase(test.database(), new InboxSignal(), InstantSource.system());
        return store.write(repositories -> {
            repositories.people().setDisplayName(ALICE, "Alice");
            repositories.registry().put(new Merchant(BAKERY, "Bakery"));
            repositories.registry().put(new Terminal(TERMINAL, SQUARE, null, BAKERY, Terminal.State.ACTIVE));
            assertThat(repositories
                            .orders()
                            .add(new Order(ORDER, "Two loaves", PRICE, LOCKER, NOW, Order.State.OPEN, null, "")))
                    .isTrue();
            return store;
        });
    }

    static Mandate mandate(TimeWindow window, Place... places) {
        return new Mandate(
                TaskKind.PAYMENT,
                window,
                List.of(places),
                new Money("EUR", 9_007_199_254_740_993L),
                10,
                "Danke! 🥖",
                List.of());
    }

    static TimeWindow hours(int hours) {
        return new AbsoluteWindow(NOW, NOW.plus(Duration.ofHours(hours)));
    }

    static Task task(TaskId id, TaskState state, TimeWindow window, Instant created) {
        return new Task(
                id,
                new Parties(ALICE, BOB),
                ORDER,
                mandate(window, new Place.Circle(SQUARE, 100)),
                new Progress(state, 0, 0, null, created, created, 1, false, null));
    }

    static Task moved(Task task, TaskState state, long version) {
        Progress was = task.progress();
        return new Task(
                task.id(),
                task.parties(),
                task.order(),
                task.mandate(),
                new Progress(
                        state,
                        was.uses(),
                        was.failures(),
                        EXECUTION,
                        was.createTime(),
                        NOW.plusSeconds(1),
                        version,
                        false,
                        null));
    }
}

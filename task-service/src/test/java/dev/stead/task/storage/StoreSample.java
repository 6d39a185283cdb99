package dev.stead.task.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.task.domain.AbsoluteWindow;
import dev.stead.task.domain.Bell;
import dev.stead.task.domain.CollectionPoint;
import dev.stead.task.domain.LatLng;
import dev.stead.task.domain.Mandate;
import dev.stead.task.domain.Merchant;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.Order;
import dev.stead.task.domain.OrderKey;
import dev.stead.task.domain.Parties;
import dev.stead.task.domain.Place;
import dev.stead.task.domain.Progress;
import dev.stead.task.domain.RecordStore;
import dev.stead.task.domain.Task;
import dev.stead.task.domain.TaskKind;
import dev.stead.task.domain.TaskState;
import dev.stead.task.domain.Terminal;
import dev.stead.task.domain.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A shop with one order, and tasks on it. */
final class StoreSample {
    static final Instant NOW = Instant.parse("2026-11-23T09:00:00.123456Z");
    static final OrderKey ORDER = new OrderKey("bakery", "o-1");
    static final Money PRICE = new Money("EUR", 1_250);
    static final CollectionPoint LOCKER = new CollectionPoint("Locker 14", "4711");
    static final LatLng SQUARE = new LatLng(48.8566, 2.3522);

    private StoreSample() {}

    static RecordStore town(TestDatabase test) {
        RecordStore store = new SqlRecordStore(test.database(), new Bell());
        return store.write(records -> {
            records.people().setDisplayName("alice", "Alice");
            records.register().put(new Merchant("bakery", "Bakery"));
            records.register().put(new Terminal("t-1", SQUARE, null, "bakery", Terminal.State.ACTIVE));
            assertThat(records.orders()
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

    static Task task(String id, TaskState state, TimeWindow window, Instant created) {
        return new Task(
                id,
                new Parties("alice", "bob"),
                ORDER,
                mandate(window, new Place.Circle(SQUARE, 100)),
                new Progress(state, 0, 0, null, created, created, 1, false));
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
                        "e-1",
                        was.createTime(),
                        NOW.plusSeconds(1),
                        version,
                        false));
    }
}

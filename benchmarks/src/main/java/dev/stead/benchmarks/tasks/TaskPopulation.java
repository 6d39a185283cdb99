package dev.stead.benchmarks.tasks;

import dev.stead.mesh.sql.Database;
import dev.stead.task.domain.AbsoluteWindow;
import dev.stead.task.domain.Bell;
import dev.stead.task.domain.Hours;
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
import dev.stead.task.domain.Records;
import dev.stead.task.domain.RecurringWindow;
import dev.stead.task.domain.Task;
import dev.stead.task.domain.TaskKind;
import dev.stead.task.domain.TaskState;
import dev.stead.task.domain.Terminal;
import dev.stead.task.domain.TimeWindow;
import dev.stead.task.storage.SqlRecordStore;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Open tasks of many people, a hundred or so each, half of them at the terminal, half a town away; every third window recurs. All of the
 * measured subject's are at the terminal and open now.
 *
 * @param tasks in all
 * @param ofSubject of the measured subject
 */
record TaskPopulation(long tasks, int ofSubject, Instant now) {
    static final String TERMINAL = "t-1";
    static final String SUBJECT = "subject-0";
    private static final String MERCHANT = "bakery";
    private static final LatLng SQUARE = new LatLng(48.8566, 2.3522);
    private static final LatLng AWAY = new LatLng(48.9566, 2.3522);
    private static final int BATCH = 20_000;

    /** Fills the store unless it is filled already. */
    void fill(Database database, LongConsumer progress) {
        RecordStore store = new SqlRecordStore(database, new Bell());
        long kept = database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM tasks")
                .mapTo(Long.class)
                .one());
        if (kept == tasks) {
            return;
        }
        if (kept != 0) {
            throw new IllegalStateException("the database holds " + kept + " tasks of another run: remove it");
        }
        store.<Boolean>write(records -> {
            records.register().put(new Merchant(MERCHANT, "Bakery"));
            records.register().put(new Terminal(TERMINAL, SQUARE, null, MERCHANT, Terminal.State.ACTIVE));
            return true;
        });
        for (long from = 0; from < tasks; from += BATCH) {
            long first = from;
            long end = Math.min(tasks, from + BATCH);
            store.<Boolean>write(records -> {
                for (long task = first; task < end; task++) {
                    add(records, task);
                }
                return true;
            });
            progress.accept(end);
        }
    }

    private void add(Records records, long number) {
        boolean own = number < ofSubject;
        long delegate = own ? 0 : 1 + (number - ofSubject) / Math.max(1, ofSubject);
        // Ten tasks share an order in the crowd, so that the store is about as large as a real one.
        OrderKey order = new OrderKey(MERCHANT, "order-" + (own ? number : ofSubject + number / 10));
        String delegator = "delegator-" + number % 1_000;
        if (number < 1_000) {
            records.people().setDisplayName(delegator, "Delegator " + number);
        }
        records.orders().add(new Order(order, "Two loaves and a tart", price(), null, now, Order.State.OPEN, null, ""));
        LatLng place = own || number % 2 == 0 ? SQUARE : AWAY;
        var mandate = new Mandate(
                TaskKind.PAYMENT,
                number % 3 == 0 ? recurring() : new AbsoluteWindow(now, now.plus(Duration.ofDays(300))),
                List.of(new Place.Circle(place, 200)),
                new Money("EUR", 2_000),
                1,
                "",
                List.of());
        records.tasks()
                .add(new Task(
                        String.format(Locale.ROOT, "00000000-0000-7000-8000-%012d", number),
                        new Parties(delegator, "subject-" + delegate),
                        order,
                        mandate,
                        new Progress(TaskState.READY, 0, 0, null, now, now, 2, false)));
    }

    private TimeWindow recurring() {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new RecurringWindow(
                RecurringWindow.zoneNamed("Europe/Paris"),
                new Hours(EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT),
                today.minusDays(1),
                today.plusDays(300));
    }

    private static Money price() {
        return new Money("EUR", 1_250);
    }
}

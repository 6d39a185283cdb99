package dev.stead.benchmarks.tasks;

import dev.stead.mesh.sql.Database;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.storage.TaskDatabase;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;

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
    private static final MerchantId MERCHANT = new MerchantId("bakery");
    private static final LatLng SQUARE = new LatLng(48.8566, 2.3522);
    private static final LatLng AWAY = new LatLng(48.9566, 2.3522);
    private static final int BATCH = 20_000;
    private static final int TASKS_OF_AN_ORDER = 10;
    private static final int DELEGATORS = 1_000;
    /** Every other task is at the terminal, every third recurs, ten share an order, and a thousand people delegate. */
    private static final long REPEAT = 3_000;

    /** Fills the store unless it is filled already. */
    void fill(Database database, LongConsumer progress) {
        UnitOfWork store = new TaskDatabase(database, new InboxSignal(), InstantSource.system());
        long kept = database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM tasks")
                .mapTo(Long.class)
                .one());
        if (kept == tasks) {
            return;
        }
        if (kept != 0) {
            throw new IllegalStateException("the database holds " + kept + " tasks of another run: remove it");
        }
        store.<Boolean>write(repositories -> {
            repositories.registry().put(new Merchant(MERCHANT, "Bakery"));
            repositories
                    .registry()
                    .put(new Terminal(new TerminalId(TERMINAL), SQUARE, null, MERCHANT, Terminal.State.ACTIVE));
            return true;
        });
        long pattern = pattern();
        long written = Math.min(tasks, ofSubject + pattern);
        for (long from = 0; from < written; from += BATCH) {
            long first = from;
            long end = Math.min(written, from + BATCH);
            store.<Boolean>write(repositories -> {
                for (long task = first; task < end; task++) {
                    add(repositories, task);
                }
                return true;
            });
            progress.accept(end);
        }
        for (long from = written; from < tasks; from += pattern) {
            long shift = from - ofSubject;
            long end = Math.min(tasks, from + pattern);
            database.change(handle -> copy(handle, shift, end - shift));
            progress.accept(end);
        }
    }

    /** The crowd's tasks repeat with this period, except for their numbers. */
    private long pattern() {
        long people = Math.max(1, ofSubject);
        return people
                / BigInteger.valueOf(people).gcd(BigInteger.valueOf(REPEAT)).longValue()
                * REPEAT;
    }

    /** Copies the crowd's tasks below {@code end}, and their orders, as those of other people: one by one each would be two round trips. */
    private void copy(Handle handle, long shift, long end) {
        handle.createUpdate("""
                        INSERT INTO orders (merchant_id, order_id, description, currency, amount, order_time, state, order_kind)
                        SELECT DISTINCT o.merchant_id, 'order-' || (CAST(SUBSTR(o.order_id, 7) AS BIGINT) + :shift),
                          o.description, o.currency, o.amount, o.order_time, o.state, o.order_kind
                        FROM tasks t JOIN orders o ON o.merchant_id = t.merchant_id AND o.order_id = t.order_id
                        WHERE t.task_id >= :first AND t.task_id < :end
                        ON CONFLICT (merchant_id, order_id) DO NOTHING
                        """)
                .bind("shift", shift / TASKS_OF_AN_ORDER)
                .bind("first", taskId(ofSubject))
                .bind("end", taskId(end))
                .execute();
        handle.createUpdate("""
                        INSERT INTO tasks (task_id, delegate_id, order_id, delegator_id, merchant_id, kind, mandate_format, mandate,
                          open_window, places, mandate_constraints, limit_currency, limit_amount, max_uses, note, close_time, state,
                          uses, failures, create_time, update_time, version, revoking, accepted_as)
                        SELECT SUBSTR(task_id, 1, 24) || SUBSTR(CAST(CAST(SUBSTR(task_id, 25) AS BIGINT) + :shift
                            + 1000000000000 AS TEXT), 2),
                          'subject-' || (CAST(SUBSTR(delegate_id, 9) AS BIGINT) + :people),
                          'order-' || (CAST(SUBSTR(order_id, 7) AS BIGINT) + :orders),
                          delegator_id, merchant_id, kind, mandate_format, mandate,
                          open_window, places, mandate_constraints, limit_currency, limit_amount, max_uses, note, close_time, state,
                          uses, failures, create_time, update_time, version, revoking, accepted_as
                        FROM tasks WHERE task_id >= :first AND task_id < :end
                        """)
                .bind("shift", shift)
                .bind("people", shift / Math.max(1, ofSubject))
                .bind("orders", shift / TASKS_OF_AN_ORDER)
                .bind("first", taskId(ofSubject))
                .bind("end", taskId(end))
                .execute();
    }

    static String taskId(long number) {
        return String.format(Locale.ROOT, "00000000-0000-7000-8000-%012d", number);
    }

    private void add(Repositories repositories, long number) {
        if (number < DELEGATORS) {
            repositories.people().setDisplayName(delegator(number), "Delegator " + number);
        }
        repositories.orders().add(order(number));
        repositories.tasks().add(task(number));
    }

    Order order(long number) {
        // Some tasks share an order in the crowd, so that the store is about as large as a real one.
        var key = new OrderKey(
                MERCHANT,
                new OrderId("order-" + (number < ofSubject ? number : ofSubject + number / TASKS_OF_AN_ORDER)));
        return new Order(key, "Two loaves and a tart", price(), null, now, Order.State.OPEN, null, "");
    }

    Task task(long number) {
        boolean own = number < ofSubject;
        long delegate = own ? 0 : 1 + (number - ofSubject) / Math.max(1, ofSubject);
        LatLng place = own || number % 2 == 0 ? SQUARE : AWAY;
        var mandate = new Mandate(
                TaskKind.PAYMENT,
                number % 3 == 0 ? recurring() : new AbsoluteWindow(now, now.plus(Duration.ofDays(300))),
                List.of(new Place.Circle(place, 200)),
                new Money("EUR", 2_000),
                1,
                "",
                List.of());
        return new Task(
                new TaskId(taskId(number)),
                new Parties(delegator(number), new PersonId("subject-" + delegate)),
                order(number).key(),
                mandate,
                new Progress(TaskState.READY, 0, 0, null, now, now, 2, false, new EnrolmentGeneration(SUBJECT)));
    }

    private static PersonId delegator(long number) {
        return new PersonId("delegator-" + number % DELEGATORS);
    }

    private TimeWindow recurring() {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new RecurringWindow(
                RecurringWindow.zoneNamed("Europe/Paris"),
                new WeeklyHours(EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT),
                today.minusDays(1),
                today.plusDays(300));
    }

    private static Money price() {
        return new Money("EUR", 1_250);
    }
}

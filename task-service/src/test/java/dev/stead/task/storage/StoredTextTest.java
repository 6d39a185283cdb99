package dev.stead.task.storage;

import static dev.stead.task.storage.StoreSample.ALICE;
import static dev.stead.task.storage.StoreSample.BOB;
import static dev.stead.task.storage.StoreSample.NOW;
import static dev.stead.task.storage.StoreSample.ORDER;
import static dev.stead.task.storage.StoreSample.TASK;
import static dev.stead.task.storage.StoreSample.hours;
import static dev.stead.task.storage.StoreSample.mandate;
import static dev.stead.task.storage.StoreSample.task;
import static dev.stead.task.storage.StoreSample.town;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.contract.MandateTerms;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.task.Contact;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a version before took and this one refuses must not lock anybody out: it is read, without what nobody should see. */
class StoredTextTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void textsOfAVersionBeforeAreReadWithoutTheirUnreadableCharacters(TestDatabase test) {
        UnitOfWork store = town(test);
        store.write(repositories -> {
            repositories.people().addContact(BOB, ALICE, NOW);
            repositories.people().addContact(ALICE, BOB, NOW);
            repositories.tasks().add(task(TASK, TaskState.READY, hours(1), NOW));
            return true;
        });
        test.database().write(handle -> {
            handle.execute("UPDATE people SET display_name = 'Al\u202Eice'");
            handle.execute("UPDATE merchants SET display_name = 'Bake\nry'");
            handle.execute("UPDATE orders SET description = 'Two\nloaves'");
            handle.execute("UPDATE orders SET point_label = 'Locker\u200B', point_code = '4\u20287'");
            handle.execute("UPDATE tasks SET note = 'two\nli\u202Enes'");
            return true;
        });
        UnitOfWork again = new TaskDatabase(test.database(), new InboxSignal(), InstantSource.system());
        again.<Boolean>read(repositories -> {
            assertThat(repositories.people().displayName(ALICE)).contains("Al\uFFFDice");
            assertThat(repositories.people().contactsOf(BOB))
                    .containsExactly(new Contact(ALICE, Optional.of("Al\uFFFDice"), Contact.State.MUTUAL));
            TaskView view = repositories.tasks().view(TASK).orElseThrow();
            assertThat(view.merchantName()).isEqualTo("Bake ry");
            assertThat(view.order().description()).isEqualTo("Two loaves");
            assertThat(view.order().collectionPoint()).isEqualTo(new CollectionPoint("Locker\uFFFD", "4\uFFFD7"));
            assertThat(view.task().mandate().note()).isEqualTo("two\nli\uFFFDnes");
            return true;
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ordersOfGoldOrOfNothingAreStillRead(TestDatabase test) {
        UnitOfWork store = town(test);
        test.database()
                .write(handle -> handle.execute(
                        "UPDATE orders SET currency = 'XAU', amount = 0, point_label = NULL, point_code = NULL"));
        assertThat(store.<String>read(repositories -> String.valueOf(
                        repositories.orders().find(ORDER).orElseThrow().amount())))
                .isEqualTo("0 XAU");
    }

    /** A newer JDK may have been here before, or the database of time zones may have dropped a name, as it did US/Pacific-New. */
    @Test
    void aTimeZoneThatThisJdkDoesNotHaveClosesItsMandateOnly() {
        var hours = new WeeklyHours(EnumSet.allOf(DayOfWeek.class), LocalTime.NOON, LocalTime.MIDNIGHT);
        LocalDate day = LocalDate.of(2026, 11, 27);
        var window = new RecurringWindow(ZoneId.of("America/Lima"), hours, day, day.plusDays(1));
        byte[] stored = MandateTerms.of(mandate(window, new Place.Circle(StoreSample.SQUARE, 100)))
                .toBytes();
        String newer = new String(stored, StandardCharsets.ISO_8859_1).replace("America/Lima", "America/Mila");

        MandateTerms read = MandateTerms.parse(ByteBuffer.wrap(newer.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(read.constraints()).hasOnlyElementsOfType(Constraint.Unknown.class);
        assertThat(read.constraints()).isNotEmpty();
        assertThat(MandateTerms.parse(ByteBuffer.wrap(stored)).constraints()).isEmpty();
    }

    @Test
    void datesOfFiveDigitsAreStillRead() {
        var hours = new WeeklyHours(EnumSet.allOf(DayOfWeek.class), LocalTime.NOON, LocalTime.MIDNIGHT);
        LocalDate day = LocalDate.of(12_026, 11, 27);
        var window = new RecurringWindow(ZoneId.of("UTC"), hours, day, day.plusDays(1));
        var terms = MandateTerms.of(mandate(window, new Place.Circle(StoreSample.SQUARE, 100)));
        assertThat(MandateTerms.parse(ByteBuffer.wrap(terms.toBytes()))).isEqualTo(terms);
    }
}

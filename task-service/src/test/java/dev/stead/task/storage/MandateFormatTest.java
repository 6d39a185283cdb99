package dev.stead.task.storage;

import static dev.stead.task.storage.StoreSample.NOW;
import static dev.stead.task.storage.StoreSample.hours;
import static dev.stead.task.storage.StoreSample.task;
import static dev.stead.task.storage.StoreSample.town;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.contract.MandateTerms;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Period;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.mandate.WeeklyHours;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.v1.PeriodLimit;
import dev.stead.type.v1.TimeWindow;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mandates in storage: as text by versions before, as a message by this one, and as more than this one knows by a newer one. */
class MandateFormatTest {
    private static final String ABSOLUTE = "absolute 2026-11-23T08:00:00.000001Z 2026-11-23T18:00:00Z";
    private static final AbsoluteWindow DAY =
            new AbsoluteWindow(Instant.parse("2026-11-23T08:00:00.000001Z"), Instant.parse("2026-11-23T18:00:00Z"));
    private static final Place MALL = new Place.NamedSite(new SiteId("mall-1"));
    private static final UnknownFieldSet FUTURE =
            UnknownFieldSet.newBuilder().mergeVarintField(999, 1).build();

    /** What a version before wrote, and what it means. */
    private record Old(String window, String places, String constraints, MandateTerms terms) {}

    private static final List<Old> OLD = List.of(
            new Old(
                    ABSOLUTE,
                    "circle -0.0 179.99999999 0.1\nsite mall-1",
                    "",
                    new MandateTerms(
                            DAY, List.of(new Place.Circle(new LatLng(-0.0, 179.999_999_99), 0.1), MALL), List.of())),
            new Old(
                    "recurring America/Argentina/Buenos_Aires MONDAY,SUNDAY 22:00 06:30 2026-11-01 2027-10-31",
                    "polygon -0.1 179.9999999 1.0E-9 -180.0 1.0 3.0 -0.1 179.9999999",
                    "total EUR 9007199254740993\nperiod DAY Europe/Paris 2 EUR 5000",
                    new MandateTerms(
                            new RecurringWindow(
                                    ZoneId.of("America/Argentina/Buenos_Aires"),
                                    new WeeklyHours(
                                            Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
                                            LocalTime.of(22, 0),
                                            LocalTime.of(6, 30)),
                                    LocalDate.parse("2026-11-01"),
                                    LocalDate.parse("2027-10-31")),
                            List.of(new Place.Polygon(List.of(
                                    new LatLng(-0.1, 179.999_999_9),
                                    new LatLng(1e-9, -180),
                                    new LatLng(1, 3),
                                    new LatLng(-0.1, 179.999_999_9)))),
                            List.of(
                                    new Constraint.TotalLimit(new Money("EUR", 9_007_199_254_740_993L)),
                                    new Constraint.PeriodLimit(
                                            Period.DAY, ZoneId.of("Europe/Paris"), new Money("EUR", 5_000), 2)))),
            new Old(
                    "recurring UTC MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY 00:00 00:00 2026-11-23 2026-11-23",
                    "site mall-1",
                    "period WEEK UTC 3\nperiod MONTH Pacific/Apia 0 EUR 1\nmerchants bakery,butcher\norder-kinds grocery\n"
                            + "approval-above EUR 0\nnot-before 2026-11-24T08:00:00.123456Z",
                    new MandateTerms(
                            new RecurringWindow(
                                    ZoneId.of("UTC"),
                                    new WeeklyHours(Set.of(DayOfWeek.values()), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT),
                                    LocalDate.parse("2026-11-23"),
                                    LocalDate.parse("2026-11-23")),
                            List.of(MALL),
                            List.of(
                                    new Constraint.PeriodLimit(Period.WEEK, ZoneId.of("UTC"), null, 3),
                                    new Constraint.PeriodLimit(
                                            Period.MONTH, ZoneId.of("Pacific/Apia"), new Money("EUR", 1), 0),
                                    new Constraint.AllowedMerchants(
                                            Set.of(new MerchantId("butcher"), new MerchantId("bakery"))),
                                    new Constraint.AllowedOrderKinds(Set.of("grocery")),
                                    new Constraint.ApprovalAbove(new Money("EUR", 0)),
                                    new Constraint.NotBefore(Instant.parse("2026-11-24T08:00:00.123456Z"))))));

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    /** Without the columns that it does not know. */
    private static void insertAsTheVersionBefore(Database database, String id, Old old) {
        database.change(handle -> handle.createUpdate("""
                        INSERT INTO tasks (task_id, delegator_id, delegate_id, merchant_id, order_id, kind, open_window,
                          places, limit_currency, limit_amount, max_uses, note, mandate_constraints, close_time, state,
                          uses, failures, create_time, update_time, version, revoking)
                        VALUES (:id, 'alice', 'bob', 'bakery', 'o-1', 'PAYMENT', :window, :places, 'EUR', 2000, 1, 'Danke! 🥖',
                          :constraints, 1, 'READY', 0, 0, 1, 1, 2, 0)
                        """)
                .bind("id", id)
                .bind("window", old.window)
                .bind("places", old.places)
                .bind("constraints", old.constraints)
                .execute());
    }

    private static Mandate mandate(UnitOfWork store, String id) {
        return store.read(repositories ->
                repositories.tasks().view(new TaskId(id)).orElseThrow().task().mandate());
    }

    private static Mandate expected(MandateTerms terms) {
        return new Mandate(
                TaskKind.PAYMENT,
                terms.window(),
                terms.places(),
                new Money("EUR", 2_000),
                1,
                "Danke! 🥖",
                terms.constraints());
    }

    private static int rowsOfFormat(Database database, int format) {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM tasks WHERE mandate_format = :format")
                .bind("format", format)
                .mapTo(Integer.class)
                .one());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void textOfTheVersionBeforeMeansTheSameBeforeAndAfterItsConversion(TestDatabase test) {
        UnitOfWork store = town(test);
        Database database = test.database();
        for (int i = 0; i < OLD.size(); i++) {
            insertAsTheVersionBefore(database, "t-" + i, OLD.get(i));
        }
        assertThat(rowsOfFormat(database, 1)).isEqualTo(OLD.size());
        for (int i = 0; i < OLD.size(); i++) {
            assertThat(mandate(store, "t-" + i)).isEqualTo(expected(OLD.get(i).terms));
        }

        new TaskDatabase(database, new InboxSignal(), InstantSource.system()).convertOldMandates();

        assertThat(rowsOfFormat(database, 1)).isZero();
        assertThat(rowsOfFormat(database, 2)).isEqualTo(OLD.size());
        for (int i = 0; i < OLD.size(); i++) {
            assertThat(mandate(store, "t-" + i)).isEqualTo(expected(OLD.get(i).terms));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theVersionBeforeCanReadWhatThisOneWrites(TestDatabase test) {
        UnitOfWork store = town(test);
        for (int i = 0; i < OLD.size(); i++) {
            String id = "t-" + i;
            Mandate mandate = expected(OLD.get(i).terms);
            store.<Boolean>write(repositories -> {
                repositories
                        .tasks()
                        .add(new Task(
                                new TaskId(id),
                                new Parties(StoreSample.ALICE, StoreSample.BOB),
                                StoreSample.ORDER,
                                mandate,
                                new Progress(TaskState.READY, 0, 0, null, NOW, NOW, 1, false, null)));
                return true;
            });
            assertThat(mandate(store, id)).isEqualTo(mandate);
        }
        assertThat(rowsOfFormat(test.database(), 2)).isEqualTo(OLD.size());
        List<Old> written = test.database()
                .read(handle -> handle.createQuery("SELECT * FROM tasks ORDER BY task_id")
                        .map((row, context) -> new Old(
                                row.getString("open_window"),
                                row.getString("places"),
                                row.getString("mandate_constraints"),
                                MandateFormat1.read(row)))
                        .list());
        assertThat(written).isEqualTo(OLD);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatCannotBeConvertedExactlyIsLeftAsItIs(TestDatabase test) {
        UnitOfWork store = town(test);
        Database database = test.database();
        for (int i = 0; i < 7; i++) {
            insertAsTheVersionBefore(database, "good-" + i, OLD.get(i % OLD.size()));
        }
        var good = OLD.getFirst();
        insertAsTheVersionBefore(database, "a-window", new Old("sometimes", good.places, "", good.terms));
        insertAsTheVersionBefore(database, "h-place", new Old(good.window, "nowhere", "", good.terms));
        insertAsTheVersionBefore(database, "i-constraint", new Old(good.window, good.places, "moon full", good.terms));
        insertAsTheVersionBefore(
                database,
                "z-seconds",
                new Old("recurring UTC MONDAY 08:00:30 12:00 2026-11-01 2026-12-31", "site mall-1", "", good.terms));

        assertThat(new MandateConversion(database, 2).run()).isEqualTo(new MandateConversion.Result(7, 4));
        assertThat(new MandateConversion(database, 2).run()).isEqualTo(new MandateConversion.Result(0, 4));

        assertThatThrownBy(() -> mandate(store, "a-window")).hasMessage("a stored window cannot be read");
        assertThatThrownBy(() -> mandate(store, "h-place")).hasMessage("a stored place cannot be read");
        assertThat(mandate(store, "i-constraint").constraints()).containsExactly(new Constraint.Unknown("moon full"));
        assertThat(mandate(store, "z-seconds").window())
                .isInstanceOfSatisfying(
                        RecurringWindow.class,
                        window -> assertThat(window.hours().opens()).isEqualTo(LocalTime.of(8, 0, 30)));
        assertThat(rowsOfFormat(database, 2)).isEqualTo(7);
    }

    private static void store(Database database, String id, int format, byte[] mandate) {
        database.change(handle -> handle.createUpdate(
                        "UPDATE tasks SET mandate_format = :format, mandate = :mandate WHERE task_id = :id")
                .bind("format", format)
                .bind("mandate", mandate)
                .bind("id", id)
                .execute());
    }

    private static List<Constraint> constraints(dev.stead.task.v1.Mandate.Builder message) {
        return MandateTerms.parse(ByteBuffer.wrap(message.build().toByteArray()))
                .constraints();
    }

    private static dev.stead.task.v1.Mandate.Builder message() {
        var proto = dev.stead.task.v1.Mandate.newBuilder();
        proto.getWindowBuilder()
                .getAbsoluteBuilder()
                .setStartTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(1))
                .setEndTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(2));
        proto.addPlacesBuilder().setSiteId("mall-1");
        return proto;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatANewerVersionWroteAndThisOneDoesNotKnowBoundsEverything(TestDatabase test) {
        UnitOfWork store = town(test);
        store.<Boolean>write(repositories -> {
            repositories.tasks().add(task(new TaskId("t"), TaskState.READY, hours(1), NOW));
            return true;
        });
        var known = dev.stead.task.v1.Constraint.newBuilder();
        known.getAllowedMerchantsBuilder().addMerchantIds("bakery");
        var newKind = dev.stead.task.v1.Constraint.newBuilder().setUnknownFields(FUTURE);
        var newPart = dev.stead.task.v1.Constraint.newBuilder();
        newPart.getPeriodLimitBuilder()
                .setPeriod(PeriodLimit.Period.PERIOD_DAY)
                .setTimeZone("UTC")
                .setMaxUses(1)
                .setUnknownFields(FUTURE);
        var newValue = dev.stead.task.v1.Constraint.newBuilder();
        newValue.getPeriodLimitBuilder().setPeriodValue(99).setTimeZone("UTC").setMaxUses(1);
        byte[] mixed = message()
                .addConstraints(known)
                .addConstraints(newKind)
                .addConstraints(newPart)
                .addConstraints(newValue)
                .addConstraints(dev.stead.task.v1.Constraint.getDefaultInstance())
                .build()
                .toByteArray();
        store(test.database(), "t", 2, mixed);
        Mandate mandate = mandate(store, "t");
        assertThat(mandate.constraints()).hasSize(5);
        assertThat(mandate.constraints().getFirst())
                .isEqualTo(new Constraint.AllowedMerchants(Set.of(new MerchantId("bakery"))));
        assertThat(mandate.constraints().subList(1, 5)).hasOnlyElementsOfType(Constraint.Unknown.class);
        // Not a byte of them is lost when it is written again.
        assertThat(MandateTerms.of(mandate).toBytes()).isEqualTo(mixed);

        var newWindow = message();
        newWindow.setWindow(TimeWindow.newBuilder(newWindow.getWindow()).setUnknownFields(FUTURE));
        var newPlace = message();
        newPlace.getPlacesBuilder(0).setUnknownFields(FUTURE);
        for (var message : List.of(message().setUnknownFields(FUTURE), newWindow, newPlace)) {
            assertThat(constraints(message.addConstraints(known))).hasOnlyElementsOfType(Constraint.Unknown.class);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDamagedMessageIsRefusedWithAReason(TestDatabase test) {
        UnitOfWork store = town(test);
        store.<Boolean>write(repositories -> {
            repositories.tasks().add(task(new TaskId("t"), TaskState.READY, hours(1), NOW));
            return true;
        });
        Database database = test.database();
        store(database, "t", 2, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> mandate(store, "t"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a stored mandate cannot be read: it is no message of the contract");
        store(database, "t", 2, message().clearWindow().build().toByteArray());
        assertThatThrownBy(() -> mandate(store, "t"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a stored mandate cannot be read: FIELD_MISSING");
        store(database, "t", 3, message().build().toByteArray());
        assertThatThrownBy(() -> mandate(store, "t"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a stored mandate cannot be read: it is of format 3, and this version reads up to 2");
    }
}

package dev.stead.task.storage;

import static dev.stead.task.storage.StoreSample.ALICE;
import static dev.stead.task.storage.StoreSample.BAKERY;
import static dev.stead.task.storage.StoreSample.BOB;
import static dev.stead.task.storage.StoreSample.ORDER;
import static dev.stead.task.storage.StoreSample.TASK;
import static dev.stead.task.storage.StoreSample.TERMINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.testing.StoredRows;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.Repositories.Inboxes.Undelivered;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.AssertionId;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.notification.Notification.Change;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.passkey.Credential;
import dev.stead.task.domain.passkey.CredentialId;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.passkey.PasskeyAssertion;
import dev.stead.task.domain.passkey.PasskeyChallenge;
import dev.stead.task.domain.passkey.PasskeyProof;
import dev.stead.task.domain.passkey.PasskeyPurpose;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Approval;
import dev.stead.task.domain.task.Contact;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every column of every table has a value that no other column has: a column that took its neighbour's shows. */
class StoredTaskColumnsTest {
    private static final SiteId MALL = new SiteId("mall");
    private static final ExecutionId LAST = new ExecutionId("e-last");
    private static final ExecutionId HOLDER = new ExecutionId("e-holder");
    private static final CollectionPoint POINT = new CollectionPoint("Locker", "4711");
    private static final Terminal PLACED =
            new Terminal(TERMINAL, new LatLng(48.5, 2.25), MALL, BAKERY, Terminal.State.SUSPENDED);
    private static final Order STORED =
            new Order(ORDER, "Two loaves", euros(77), POINT, at(20), Order.State.PAID, HOLDER, "grocery");
    private static final Execution REFUSED = new Execution(
            LAST,
            TASK,
            TERMINAL,
            new Execution.Refused(euros(78), new SettlementReference("s-1"), "NO_MONEY"),
            at(41),
            at(42));
    private static final Task STORED_TASK = new Task(
            TASK,
            new Parties(ALICE, BOB),
            ORDER,
            new Mandate(
                    TaskKind.PAYMENT,
                    new AbsoluteWindow(at(1_000_000), at(9_000_000)),
                    List.of(new Place.NamedSite(MALL)),
                    euros(79),
                    9,
                    "Danke",
                    List.of(new Constraint.TotalLimit(euros(80)))),
            new Progress(TaskState.EXECUTING, 3, 2, LAST, at(51), at(52), 7, true, null));

    private static final Passkey PASSKEY = new Passkey(
            new PasskeyId("pk-1"),
            new PersonId("carol"),
            new Credential(new CredentialId("Q0lE"), "S0VZ", 90, true),
            at(91),
            at(92));
    private static final PasskeyChallenge CHALLENGE =
            new PasskeyChallenge(BOB, new PasskeyPurpose.Approval(TASK, euros(83), BAKERY), "f0", at(94));

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static Instant at(long micros) {
        return Instant.EPOCH.plusNanos(1_000 * micros);
    }

    private static Money euros(long cents) {
        return new Money("EUR", cents);
    }

    private static void write(UnitOfWork store, Consumer<Repositories> work) {
        store.<Boolean>write(repositories -> {
            work.accept(repositories);
            return true;
        });
    }

    private static UnitOfWork filled(TestDatabase test) {
        UnitOfWork store = new TaskDatabase(test.database(), new InboxSignal(), InstantSource.system());
        write(store, repositories -> {
            repositories.people().setDisplayName(ALICE, "Alice");
            repositories.people().setDisplayName(BOB, "Bob");
            repositories.people().addContact(ALICE, BOB, at(10));
            repositories.registry().put(new Merchant(BAKERY, "Bakery"));
            repositories.registry().put(new Site(MALL, "The Mall"));
            repositories.registry().put(PLACED);
            repositories.orders().add(STORED);
            repositories.tasks().add(STORED_TASK);
            repositories.executions().add(REFUSED, at(43));
            repositories.approvals().put(new Approval(TASK, euros(81), true, new PasskeyId("pk-approved"), at(60)));
            repositories.evidence().add(TASK, act());
            var request = new RequestIdentity(new UUID(0, 1), new RequestFingerprint("f00d"));
            repositories.requests().add(request, new ExecutionId("e-request"));
            repositories.requests().storeAnswer(request.requestId(), new byte[] {1, 2});
            repositories.requests().markUsed(new AssertionId("a-1"), TASK);
            TaskView view = repositories.tasks().view(TASK).orElseThrow();
            repositories.inboxes().deliver(List.of(BOB), NotificationKind.EXECUTION_FAILED, view, at(70_000));
            repositories.inboxes().acknowledge(BOB, 65);
            repositories.passkeys().add(PASSKEY);
            repositories.passkeys().open(CHALLENGE, at(90));
            repositories.inboxes().deliver(PASSKEY.personId(), NotificationKind.PASSKEY_ADDED, PASSKEY, at(93_000));
            repositories.inboxes().lease(new Undelivered(PASSKEY.personId(), 0, 0, at(0)), at(96));
            repositories.inboxes().release(new Undelivered(PASSKEY.personId(), 93, 0, at(97)), at(96));
            repositories.inboxes().lease(new Undelivered(BOB, 0, 0, at(0)), at(75));
            repositories.inboxes().release(new Undelivered(BOB, 66, 4, at(76)), at(75));
        });
        return store;
    }

    private static EvidenceEntry act() {
        return new EvidenceEntry(
                EvidenceEntry.Kind.CONFIRMED,
                new PersonId("actor"),
                at(61),
                new EvidenceEntry.Detail(new TerminalId("t-act"), new ExecutionId("e-act"), euros(82)),
                "x.y.z",
                new PasskeyProof("asked", "PK", new PasskeyAssertion(new CredentialId("ID"), "CD", "AD", "SIG")));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyColumnHoldsItsOwnValue(TestDatabase test) {
        filled(test);

        Map<String, List<String>> rows = StoredRows.all(test.database());
        rows.computeIfPresent(
                "tasks",
                (_, tasks) -> tasks.stream()
                        .map(row -> row.replaceAll("mandate=[0-9a-f]+", "mandate=MESSAGE"))
                        .toList());
        Map<String, List<String>> expected = Map.ofEntries(
                Map.entry(
                        "acts",
                        List.of(
                                "act_time=61 amount=82 assertion=x.y.z currency=EUR execution_id=e-act kind=CONFIRMED"
                                        + " number=1 passkey=YXNrZWQ.PK.ID.CD.AD.SIG person_id=actor task_id=task-1 terminal_id=t-act")),
                Map.entry(
                        "approvals",
                        List.of("amount=81 currency=EUR expire_time=60 given=1 passkey_id=pk-approved task_id=task-1")),
                Map.entry("burnt_assertions", List.of("assertion_id=a-1 task_id=task-1")),
                Map.entry("contacts", List.of("contact_id=bob create_time=10 person_id=alice")),
                Map.entry(
                        "executions",
                        List.of("amount=78 attempts=0 create_time=41 currency=EUR execution_id=e-last next_attempt=43"
                                + " outcome=REFUSED reason=NO_MONEY settlement_id=s-1 task_id=task-1"
                                + " terminal_id=t-1 update_time=42")),
                Map.entry(
                        "inboxes",
                        List.of(
                                "acknowledged=0 delivered=93 delivery_attempts=0 last_number=93 next_delivery=97"
                                        + " person_id=carol",
                                "acknowledged=65 delivered=66 delivery_attempts=4 last_number=70 next_delivery=76"
                                        + " person_id=bob")),
                Map.entry("merchants", List.of("display_name=Bakery merchant_id=bakery")),
                Map.entry(
                        "notifications",
                        List.of("create_time=70000 execution_id=e-last execution_update_time=42 failures=2"
                                + " kind=EXECUTION_FAILED number=70 order_state=PAID outcome=REFUSED person_id=bob"
                                + " reason=NO_MONEY revoking=1 settlement_id=s-1 state=EXECUTING task_id=task-1"
                                + " update_time=52 uses=3 version=7")),
                Map.entry(
                        "orders",
                        List.of("amount=77 currency=EUR description=Two loaves held_by=e-holder merchant_id=bakery"
                                + " order_id=o-1 order_kind=grocery order_time=20 point_code=4711"
                                + " point_label=Locker state=PAID")),
                Map.entry(
                        "passkey_challenges",
                        List.of("expire_time=94 nonce=f0 object_id=task-1 person_id=bob purpose=approval")),
                Map.entry(
                        "passkey_notifications",
                        List.of("active_time=92 create_time=93000 kind=PASSKEY_ADDED number=93 passkey_create_time=91"
                                + " passkey_id=pk-1 person_id=carol")),
                Map.entry(
                        "passkeys",
                        List.of("active_time=92 backup_eligible=1 counter=90 create_time=91 credential_id=Q0lE"
                                + " passkey_id=pk-1 person_id=carol public_key=S0VZ")),
                Map.entry("people", List.of("display_name=Alice person_id=alice", "display_name=Bob person_id=bob")),
                Map.entry("register_epoch", List.of("epoch=4 only_row=1")),
                Map.entry(
                        "requests",
                        List.of("answer=0102 execution_id=e-request fingerprint=f00d"
                                + " request_id=00000000-0000-0000-0000-000000000001")),
                Map.entry("sites", List.of("display_name=The Mall site_id=mall")),
                Map.entry(
                        "tasks",
                        List.of("close_time=9000000 create_time=51 delegate_id=bob delegator_id=alice failures=2"
                                + " kind=PAYMENT last_execution_id=e-last limit_amount=79 limit_currency=EUR"
                                + " mandate=MESSAGE mandate_constraints=total EUR 80 mandate_format=2 max_uses=9"
                                + " merchant_id=bakery note=Danke"
                                + " open_window=absolute 1970-01-01T00:00:01Z 1970-01-01T00:00:09Z order_id=o-1"
                                + " places=site mall revoking=1 state=EXECUTING task_id=task-1 update_time=52 uses=3"
                                + " version=7")),
                Map.entry(
                        "terminals",
                        List.of("latitude=48.5 longitude=2.25 merchant_id=bakery site_id=mall state=SUSPENDED"
                                + " terminal_id=t-1")));
        assertThat(rows).isEqualTo(expected);
        assertThat(StoredRows.tables(test.database())).containsExactlyInAnyOrderElementsOf(expected.keySet());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsReadIsWhatWasWritten(TestDatabase test) {
        UnitOfWork store = filled(test);
        var view = new TaskView(STORED_TASK, STORED, "Bakery", REFUSED);

        write(store, repositories -> {
            assertThat(repositories.tasks().view(TASK)).contains(view);
            assertThat(repositories.tasks().findForUpdate(TASK)).contains(STORED_TASK);
            assertThat(repositories.orders().find(ORDER)).contains(STORED);
            assertThat(repositories.orders().findForUpdate(ORDER)).contains(STORED);
            assertThat(repositories.executions().find(LAST)).contains(REFUSED);
            assertThat(repositories.executions().findByTask(TASK)).containsExactly(REFUSED);
            assertThat(repositories.registry().terminal(TERMINAL)).contains(PLACED);
            assertThat(repositories.registry().site(MALL)).contains(new Site(MALL, "The Mall"));
            assertThat(repositories.approvals().find(TASK))
                    .contains(new Approval(TASK, euros(81), true, new PasskeyId("pk-approved"), at(60)));
            assertThat(repositories.evidence().findByTask(TASK)).containsExactly(act());
            assertThat(repositories.passkeys().of(PASSKEY.personId())).containsExactly(PASSKEY);
            assertThat(repositories.inboxes().findAfter(PASSKEY.personId(), 92, 1))
                    .containsExactly(new Notification(
                            93,
                            NotificationKind.PASSKEY_ADDED,
                            new Change.OfPasskey(PASSKEY.id(), at(91), at(92)),
                            at(93_000)));
            assertThat(repositories.passkeys().take(BOB, CHALLENGE.purpose())).contains(CHALLENGE);
            assertThat(repositories.passkeys().take(BOB, CHALLENGE.purpose())).isEmpty();
            assertThat(repositories.people().contactSince(ALICE, BOB)).isEmpty();
            assertThat(repositories.people().contactsOf(BOB))
                    .containsExactly(new Contact(ALICE, Optional.of("Alice"), Contact.State.INCOMING));
            assertThat(repositories.inboxes().findUndelivered(at(76), 5))
                    .containsExactly(new Undelivered(BOB, 66, 4, at(76)));
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNotificationShowsWhatChangesAsItWasThenAndNothingOfLater(TestDatabase test) {
        UnitOfWork store = filled(test);
        // Who holds the order is none of the notification's business.
        var then = new Order(ORDER, "Two loaves", euros(77), POINT, at(20), Order.State.PAID, null, "grocery");
        var view = new TaskView(STORED_TASK, then, "Bakery", REFUSED);
        var later = new Progress(TaskState.REVOKED, 4, 1, LAST, at(51), at(99), 8, false, null);
        write(store, repositories -> {
            repositories.tasks().replace(new Task(TASK, STORED_TASK.parties(), ORDER, STORED_TASK.mandate(), later));
            repositories.orders().replace(STORED.release(Order.State.COLLECTED));
        });

        write(store, repositories -> {
            assertThat(repositories.inboxes().findAfter(BOB, 0, 5))
                    .containsExactly(new Notification(
                            70, NotificationKind.EXECUTION_FAILED, new Change.OfTask(view), at(70_000)));
            assertThat(repositories.tasks().view(TASK).orElseThrow().task().progress())
                    .isEqualTo(later);
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aChangeOfTheRegisterIsReadAtOnceByEveryProcess(TestDatabase test) {
        UnitOfWork one = filled(test);
        UnitOfWork other = new TaskDatabase(test.database(), new InboxSignal(), InstantSource.system());
        assertRegister(other, "Bakery", "The Mall", Terminal.State.SUSPENDED);
        write(one, repositories -> repositories.registry().put(new Site(MALL, "New Mall")));
        assertRegister(other, "Bakery", "New Mall", Terminal.State.SUSPENDED);
        write(one, repositories -> repositories.registry().put(new Merchant(BAKERY, "Pastry")));
        assertRegister(other, "Pastry", "New Mall", Terminal.State.SUSPENDED);
        write(
                one,
                repositories -> repositories
                        .registry()
                        .put(new Terminal(TERMINAL, PLACED.location(), MALL, BAKERY, Terminal.State.ACTIVE)));
        assertRegister(other, "Pastry", "New Mall", Terminal.State.ACTIVE);
    }

    private static void assertRegister(UnitOfWork store, String merchant, String site, Terminal.State state) {
        store.<Boolean>read(repositories -> {
            assertThat(repositories.registry().merchant(BAKERY)).contains(new Merchant(BAKERY, merchant));
            assertThat(repositories.registry().site(MALL)).contains(new Site(MALL, site));
            assertThat(repositories.registry().terminal(TERMINAL).orElseThrow().state())
                    .isEqualTo(state);
            return true;
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoseLeaseWentToAnotherChangesNothingMore(TestDatabase test) {
        UnitOfWork store = filled(test);
        write(store, repositories -> {
            var waiting = new Undelivered(BOB, 66, 4, at(76));
            assertThat(repositories.inboxes().lease(waiting, at(80))).isTrue();
            assertThat(repositories.inboxes().lease(waiting, at(81)))
                    .as("somebody else has it")
                    .isFalse();
            var late = new Undelivered(BOB, 66, 4, at(80));
            assertThat(repositories.inboxes().lease(late, at(90)))
                    .as("its time was over")
                    .isTrue();
            assertThat(repositories.inboxes().release(new Undelivered(BOB, 67, 0, at(80)), at(80)))
                    .isFalse();
            assertThat(repositories.inboxes().release(new Undelivered(BOB, 68, 0, at(91)), at(90)))
                    .isTrue();
            assertThat(repositories.inboxes().findUndelivered(at(91), 5))
                    .containsExactly(new Undelivered(BOB, 68, 0, at(91)));
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoWaitsLongestIsDeliveredFirstAndAnExecutionIsAskedForFirst(TestDatabase test) {
        UnitOfWork store = filled(test);
        write(store, repositories -> {
            TaskView view = repositories.tasks().view(TASK).orElseThrow();
            for (int i : new int[] {3, 1, 2}) {
                var person = new PersonId("p-" + i);
                repositories.inboxes().deliver(List.of(person), NotificationKind.ACCEPTED, view, at(70_000));
                repositories.inboxes().lease(new Undelivered(person, 0, 0, at(0)), at(i));
            }
            assertThat(repositories.inboxes().findUndelivered(at(76), 3))
                    .extracting(one -> one.personId().value())
                    .containsExactly("p-1", "p-2", "p-3");
            assertThat(repositories.inboxes().nextDeliveryTime()).contains(at(1));
            assertThat(repositories.inboxes().countUndelivered()).isEqualTo(4);
        });
    }
}

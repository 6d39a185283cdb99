package dev.stead.task.testing;

import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestServer;
import dev.stead.mesh.time.Environment;
import dev.stead.task.application.Expiry;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.SettlementCoordinator;
import dev.stead.task.application.TaskUseCases;
import dev.stead.task.application.port.ActProofs;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.geo.JtsFence;
import dev.stead.task.grpc.DelegationGrpcService;
import dev.stead.task.grpc.EvidenceGrpcService;
import dev.stead.task.grpc.NotificationGrpcService;
import dev.stead.task.grpc.OrderGrpcService;
import dev.stead.task.grpc.PasskeyGrpcService;
import dev.stead.task.grpc.RegistryGrpcService;
import dev.stead.task.grpc.RingGrpcService;
import dev.stead.task.grpc.TaskAccess;
import dev.stead.task.grpc.TaskErrors;
import dev.stead.task.grpc.TerminalGrpcService;
import dev.stead.task.identity.SignedAssertions;
import dev.stead.task.identity.SignedEvidence;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.v1.AcceptTaskRequest;
import dev.stead.task.v1.CollectionPoint;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.EvidenceServiceGrpc;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.FindTasksRequest;
import dev.stead.task.v1.GetTaskRequest;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.Merchant;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.OrderServiceGrpc;
import dev.stead.task.v1.ProposeTaskRequest;
import dev.stead.task.v1.PutMerchantRequest;
import dev.stead.task.v1.PutSiteRequest;
import dev.stead.task.v1.PutTerminalRequest;
import dev.stead.task.v1.RegisterOrderRequest;
import dev.stead.task.v1.RegistryServiceGrpc;
import dev.stead.task.v1.RingServiceGrpc;
import dev.stead.task.v1.SetDisplayNameRequest;
import dev.stead.task.v1.Site;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import dev.stead.task.v1.TerminalServiceGrpc;
import dev.stead.task.v1.WatchNotificationsRequest;
import dev.stead.type.v1.LatLng;
import dev.stead.type.v1.Money;
import dev.stead.type.v1.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The task service in this process over a given database, with a fake payment adapter and a matcher's key; and a small town: the
 * merchant {@code bakery}, the site {@code mall}, the terminal {@code t-near} on it and {@code t-far} two kilometres away, the delegator
 * {@code alice} with her contact {@code bob}.
 */
public final class TaskWorld implements AutoCloseable {
    public static final Instant MORNING = Instant.parse("2026-11-23T09:00:00Z");
    public static final LatLng SQUARE =
            LatLng.newBuilder().setLatitude(48.8566).setLongitude(2.3522).build();
    /** When a settling execution is resumed. */
    public static final Duration FIRST_RETRY = Duration.ofSeconds(10);

    /** Two worlds on one database must not make the same ids. */
    private static final AtomicLong SEEDS = new AtomicLong(42);

    private static final LatLng AWAY =
            LatLng.newBuilder().setLatitude(48.8746).setLongitude(2.3522).build();

    /** The instants with which resuming was requested. */
    public final Queue<Instant> retries = new ConcurrentLinkedQueue<>();

    public final MovableClock clock;
    public final FakeSettlements settlements;
    public final TestMatcher matcher;
    public final TaskUseCases useCases;
    public final Expiry expiry;
    public final LastMomentUnitOfWork unitOfWork;
    private final Database database;
    private final AssertionKeys evidence;
    private final NotificationGrpcService notifications;
    private final RingGrpcService rings;
    private final TestServer server;

    /** What survives a restart of the service. */
    public record Neighbours(
            MovableClock clock, FakeSettlements settlements, TestMatcher matcher, AssertionKeys evidence) {
        public static Neighbours fresh() {
            var clock = new MovableClock(MORNING);
            return new Neighbours(
                    clock, new FakeSettlements(), new TestMatcher("k1", clock), AssertionKeys.open(folder()));
        }
    }

    public TaskWorld(Database database) {
        this(database, Neighbours.fresh());
    }

    public TaskWorld(Database database, Neighbours neighbours) {
        this(database, neighbours, Policy.NONE);
    }

    public TaskWorld(Database database, Neighbours neighbours, Policy policy) {
        this(database, neighbours, policy, (_, _) -> Optional.empty());
    }

    /** @param proofs by the audit log of this database, if a test has started one */
    public TaskWorld(Database database, Neighbours neighbours, Policy policy, ActProofs proofs) {
        this.database = database;
        evidence = neighbours.evidence();
        clock = neighbours.clock();
        settlements = neighbours.settlements();
        matcher = neighbours.matcher();
        var signal = new InboxSignal();
        unitOfWork = new LastMomentUnitOfWork(new TaskDatabase(database, signal, clock));
        expiry = new Expiry(unitOfWork, clock);
        useCases = TaskUseCases.over(
                new TaskUseCases.Ports(
                        unitOfWork,
                        new SignedAssertions(
                                matcher.writeJwks(folder().resolve("jwks.json")), TestMatcher.ORIGIN, clock),
                        TestAuthenticator.accepted(),
                        settlements,
                        proofs,
                        SignedEvidence.with(Optional.of(neighbours.evidence().privateKey())),
                        new JtsFence(),
                        new Environment(clock, new Random(SEEDS.incrementAndGet())),
                        closeTime -> {},
                        retries::add),
                new SettlementCoordinator.Limits(FIRST_RETRY, 5),
                policy,
                PasskeyPhone.WAIT);
        notifications = new NotificationGrpcService(useCases.inbox(), signal, Duration.ofMillis(200));
        rings = new RingGrpcService(useCases.rings(), signal);
        server = TestServer.start(
                List.of(new TaskErrors()),
                TaskAccess.table(),
                new DelegationGrpcService(useCases),
                new PasskeyGrpcService(useCases),
                new TerminalGrpcService(useCases),
                new OrderGrpcService(useCases),
                new RegistryGrpcService(useCases),
                new EvidenceGrpcService(useCases),
                notifications,
                rings);
    }

    public Neighbours neighbours() {
        return new Neighbours(clock, settlements, matcher, evidence);
    }

    public io.grpc.Channel channel(Caller caller) {
        return server.as(caller);
    }

    public DelegationServiceGrpc.DelegationServiceBlockingStub phone(String person) {
        return DelegationServiceGrpc.newBlockingStub(server.as(new Caller.Person(person)));
    }

    public NotificationServiceGrpc.NotificationServiceBlockingStub inbox(String person) {
        return NotificationServiceGrpc.newBlockingStub(server.as(new Caller.Person(person)));
    }

    public NotificationServiceGrpc.NotificationServiceStub watcher(String person) {
        return NotificationServiceGrpc.newStub(server.as(new Caller.Person(person)));
    }

    public RingServiceGrpc.RingServiceStub matcher() {
        return RingServiceGrpc.newStub(server.as(new Caller.Service("matcher")));
    }

    public TerminalServiceGrpc.TerminalServiceBlockingStub terminal(Caller caller) {
        return TerminalServiceGrpc.newBlockingStub(server.as(caller));
    }

    public TerminalServiceGrpc.TerminalServiceBlockingStub terminal(String id) {
        return terminal(new Caller.Terminal(id));
    }

    public OrderServiceGrpc.OrderServiceBlockingStub merchant(String id) {
        return OrderServiceGrpc.newBlockingStub(server.as(new Caller.Merchant(id)));
    }

    public EvidenceServiceGrpc.EvidenceServiceBlockingStub evidence(Caller caller) {
        return EvidenceServiceGrpc.newBlockingStub(server.as(caller));
    }

    public RegistryServiceGrpc.RegistryServiceBlockingStub operator() {
        return RegistryServiceGrpc.newBlockingStub(server.as(new Caller.Operator("op")));
    }

    public void settle() {
        operator()
                .putMerchant(PutMerchantRequest.newBuilder()
                        .setRequestId(id())
                        .setMerchant(
                                Merchant.newBuilder().setMerchantId("bakery").setDisplayName("Bakery"))
                        .build());
        operator()
                .putSite(PutSiteRequest.newBuilder()
                        .setRequestId(id())
                        .setSite(Site.newBuilder().setSiteId("mall").setDisplayName("The Mall"))
                        .build());
        putTerminal("t-near", SQUARE, Terminal.State.STATE_ACTIVE);
        putTerminal("t-far", AWAY, Terminal.State.STATE_ACTIVE);
        name("alice", "Alice");
        name("bob", "Bob");
        PhoneContacts.agree(this, "alice", "bob");
    }

    public PhoneContacts contacts(String person) {
        return new PhoneContacts(phone(person));
    }

    public void putTerminal(String id, LatLng location, Terminal.State state) {
        operator()
                .putTerminal(PutTerminalRequest.newBuilder()
                        .setRequestId(id())
                        .setTerminal(Terminal.newBuilder()
                                .setTerminalId(id)
                                .setLocation(location)
                                .setSiteId(id.equals("t-near") ? "mall" : "")
                                .setState(state))
                        .build());
    }

    public void name(String person, String name) {
        phone(person)
                .setDisplayName(SetDisplayNameRequest.newBuilder()
                        .setRequestId(id())
                        .setDisplayName(name)
                        .build());
    }

    public void order(String orderId, boolean paid) {
        merchant("bakery")
                .registerOrder(RegisterOrderRequest.newBuilder()
                        .setRequestId(id())
                        .setAlreadyPaid(paid)
                        .setOrder(Order.newBuilder()
                                .setOrderId(orderId)
                                .setDescription("Two loaves")
                                .setAmount(money(1_250))
                                .setCollectionPoint(CollectionPoint.newBuilder()
                                        .setLabel("Locker 14")
                                        .setCollectionCode("4711"))
                                .setOrderTime(timestamp(clock.instant())))
                        .build());
    }

    /** What no call can do: an order's amount as it should not be in the store. */
    public void setAmount(String orderId, long minorUnits) {
        database.change(
                handle -> handle.execute("UPDATE orders SET amount = ? WHERE order_id = ?", minorUnits, orderId));
    }

    /** A window from an hour ago until eight hours ahead, two hundred metres around the square. */
    public Mandate.Builder mandate(TaskKind kind) {
        Instant now = clock.instant();
        var mandate = Mandate.newBuilder().setKind(kind).addPlaces(circle(200));
        mandate.getWindowBuilder()
                .getAbsoluteBuilder()
                .setStartTime(timestamp(now.minus(Duration.ofHours(1))))
                .setEndTime(timestamp(now.plus(Duration.ofHours(8))));
        return kind == TaskKind.TASK_KIND_PAYMENT ? mandate.setAmountLimit(money(2_000)) : mandate;
    }

    public ProposeTaskRequest proposal(String orderId, Mandate.Builder mandate) {
        return ProposeTaskRequest.newBuilder()
                .setRequestId(id())
                .setAssertion(matcher.assertion("alice", "phone"))
                .setDelegateId("bob")
                .setMerchantId("bakery")
                .setOrderId(orderId)
                .setMandate(mandate)
                .build();
    }

    /** An accepted task of Alice's for Bob on a new order. */
    public Task ready(String orderId, TaskKind kind) {
        return ready(orderId, mandate(kind));
    }

    public Task ready(String orderId, Mandate.Builder mandate) {
        order(orderId, mandate.getKind() == TaskKind.TASK_KIND_COLLECTION);
        Task proposed = phone("alice").proposeTask(proposal(orderId, mandate)).getTask();
        return accept(proposed.getTaskId());
    }

    public Task accept(String taskId) {
        return phone("bob")
                .acceptTask(AcceptTaskRequest.newBuilder()
                        .setRequestId(id())
                        .setAssertion(matcher.assertion("bob", "phone"))
                        .setTaskId(taskId)
                        .build())
                .getTask();
    }

    public List<String> findable(String terminal) {
        return terminal(terminal)
                .findTasks(FindTasksRequest.newBuilder()
                        .setAssertion(matcher.assertion("bob", terminal))
                        .build())
                .getTasksList()
                .stream()
                .map(task -> task.getTaskId())
                .toList();
    }

    public ConfirmTaskRequest confirmation(String terminal, String taskId) {
        return ConfirmTaskRequest.newBuilder()
                .setRequestId(id())
                .setAssertion(matcher.assertion("bob", terminal))
                .setTaskId(taskId)
                .build();
    }

    public Execution confirm(String terminal, String taskId) {
        return terminal(terminal).confirmTask(confirmation(terminal, taskId)).getExecution();
    }

    /** A task as Alice sees it now. */
    public Task now(Task task) {
        return phone("alice")
                .getTask(GetTaskRequest.newBuilder().setTaskId(task.getTaskId()).build())
                .getTask();
    }

    /** What is in an inbox after a cursor; waits for this many. */
    public List<Notification> notifications(String person, long after, int count) {
        var stream = inbox(person)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .watchNotifications(WatchNotificationsRequest.newBuilder()
                        .setAfterCursor(after)
                        .build());
        List<Notification> read = new ArrayList<>();
        while (read.size() < count && stream.hasNext()) {
            read.add(stream.next().getNotification());
        }
        return read;
    }

    public static Place circle(double radius) {
        var place = Place.newBuilder();
        place.getCircleBuilder().setCenter(SQUARE).setRadiusMeters(radius);
        return place.build();
    }

    public static Money money(long minorUnits) {
        return Money.newBuilder()
                .setCurrencyCode("EUR")
                .setMinorUnits(minorUnits)
                .build();
    }

    public static com.google.protobuf.Timestamp timestamp(Instant instant) {
        return ProtoFields.timestamp(instant);
    }

    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String id() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        notifications.close();
        rings.close();
        server.close();
    }

    private static java.nio.file.Path folder() {
        try {
            return Files.createTempDirectory("keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

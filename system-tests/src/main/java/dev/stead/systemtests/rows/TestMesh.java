package dev.stead.systemtests.rows;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.systemtests.process.JavaProcess;
import dev.stead.systemtests.till.Till;
import dev.stead.systemtests.till.TillAssertionSigner;
import dev.stead.terminal.ServiceChannels;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Task service, payment adapter and provider double, each in a process of its own, and tills that pay through them. Owns the processes,
 * the channels and the tills' journals.
 */
final class TestMesh implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CALLED_WITHIN = Duration.ofSeconds(1);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(2);

    private final Lifecycle lifecycle = new Lifecycle();
    private final RowContext context;
    private final Layout layout;
    private final ServiceProcesses processes;
    private final Environment environment;
    private final IdGenerator ids;
    private final List<Till> tills = new ArrayList<>();
    private final List<Path> journals = new ArrayList<>();
    private final ExecutorService threads = lifecycle.own(Executors.newVirtualThreadPerTaskExecutor());

    /**
     * The layout of a mesh.
     *
     * @param store the services' store
     * @param badCalls the share of calls on which the provider double misbehaves
     * @param tills how many pay in parallel
     * @param copies how many task services share one database, and how many payment adapters another; the tills are spread over them
     */
    record Layout(Stores store, double badCalls, int tills, int copies) {
        /** One of each service, with a provider that behaves. */
        static Layout healthy(Stores store, int tills) {
            return new Layout(store, 0, tills, 1);
        }

        /** Two of each service where the store can be shared: an embedded file has one owner. */
        static Layout shared(Stores store, int tills) {
            return new Layout(store, 0, tills, store == Stores.POSTGRESQL ? 2 : 1);
        }
    }

    private TestMesh(RowContext context, Layout layout, ServiceProcesses processes) {
        this.context = context;
        this.layout = layout;
        this.processes = processes;
        // Seeded; java.util.Random is thread-safe.
        this.environment = new Environment(context.clock(), new Random(context.seed()));
        this.ids = new IdGenerator(environment);
    }

    /** Starts the processes and sets up the shop. */
    static TestMesh open(RowContext context, Layout layout) throws IOException, SQLException, InterruptedException {
        return open(context, layout, ProxyRoutes.none());
    }

    /** As {@link #open(RowContext, Layout)}, with proxies between the processes. */
    static TestMesh open(RowContext context, Layout layout, ProxyRoutes routes)
            throws IOException, SQLException, InterruptedException {
        Files.createDirectories(context.folder());
        ServiceProcesses processes = ServiceProcesses.of(context, layout, routes);
        var mesh = new TestMesh(context, layout, processes);
        mesh.lifecycle.own(processes);
        mesh.lifecycle.closeOnSignal();
        try {
            processes.prepare();
            processes.startAll();
            mesh.setUp();
            return mesh;
        } catch (RuntimeException | IOException | InterruptedException e) {
            mesh.close();
            throw e;
        }
    }

    private Shop shop() throws IOException {
        DevelopmentIssuer issuer = DevelopmentIssuer.open(context.folder(), context.clock());
        return new Shop(this, TillAssertionSigner.open(context.folder(), context.clock()), issuer);
    }

    /** One more till with its delegate, and accepted tasks for so many settlements; it is not opened. */
    void plan(int number, int settlements) throws IOException {
        Till.Plan _ = shop().plan(number, settlements);
    }

    private void setUp() throws IOException {
        TillAssertionSigner signer = TillAssertionSigner.open(context.folder(), context.clock());
        Shop shop = shop();
        shop.open();
        for (int number = 0; number < layout.tills; number++) {
            Till.Plan plan = shop.plan(number, context.size().of(2_000, 20_000));
            Path journal = context.folder().resolve(plan.terminalId() + ".journal");
            List<ManagedChannel> channels = processes.tasks().stream()
                    .map(task -> channel("terminal/" + plan.terminalId(), task.advertisedPort(), "task"))
                    .toList();
            tills.add(lifecycle.own(Till.open(plan, channels, signer, journal, ids::next)));
            journals.add(journal);
        }
    }

    /** Starts the tills; each stops after its share of settlements. */
    Run run(int settlementsEach) {
        return Run.start(tills, settlementsEach, threads, context);
    }

    /** Channels to the first task service and the first payment adapter as somebody. */
    ServiceChannels as(String path) {
        ManagedChannel task = channel(path, processes.tasks().getFirst().port(), "task");
        return new ServiceChannels(
                task, task, channel(path, processes.payments().getFirst().port(), "payment"));
    }

    private ManagedChannel channel(String path, int port, String service) {
        var config = ChannelConfig.of("localhost:" + port, TlsConfig.plaintext(path), "service/" + service);
        ManagedChannel channel = Channels.open(config);
        lifecycle.own(channel::shutdownNow);
        awaitReady(channel);
        return channel;
    }

    /** A port that accepts connections is not yet a service that answers; no row may fail in its set-up for that. */
    private void awaitReady(ManagedChannel channel) {
        long end = context.nanoTime().getAsLong() + TIMEOUT.toNanos();
        while (channel.getState(true) != ConnectivityState.READY
                && context.nanoTime().getAsLong() < end) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    ServiceProcesses processes() {
        return processes;
    }

    Environment environment() {
        return environment;
    }

    RowContext context() {
        return context;
    }

    /** The tills' journals: one line per request and per final answer. */
    List<Path> journals() {
        return List.copyOf(journals);
    }

    /** Waits until a till calls a service whose answer depends on this process. False if none does within a second. */
    boolean awaitCallTo(JavaProcess process) {
        long end = context.nanoTime().getAsLong() + CALLED_WITHIN.toNanos();
        while (!isCalled(process)) {
            if (context.nanoTime().getAsLong() > end) {
                return false;
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
        return true;
    }

    private boolean isCalled(JavaProcess process) {
        for (int copy = 0; copy < layout.copies; copy++) {
            int service = copy;
            boolean dependsOnIt = process == processes.provider()
                    || process == processes.tasks().get(copy).process()
                    || process == processes.payments().get(copy).process();
            if (dependsOnIt && tills.stream().anyMatch(till -> till.isCalling(service))) {
                return true;
            }
        }
        return false;
    }

    /** The processes that a fault may end. */
    List<JavaProcess> targets() {
        return processes.all();
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}

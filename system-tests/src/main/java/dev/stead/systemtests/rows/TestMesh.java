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
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CALLED_WITHIN = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    private final Lifecycle lifecycle = new Lifecycle();
    private final RowContext circumstances;
    private final Layout layout;
    private final ServiceProcesses fleet;
    private final Environment environment;
    private final IdGenerator ids;
    private final List<Till> tills = new ArrayList<>();
    private final List<Path> journals = new ArrayList<>();
    private final ExecutorService threads = lifecycle.own(Executors.newVirtualThreadPerTaskExecutor());

    /**
     * What the world is made of.
     *
     * @param store where the services keep what they know
     * @param badCalls the share of calls that the provider double answers badly
     * @param tills how many pay side by side
     * @param copies how many task services share one database, and how many payment adapters another; the tills are spread over them
     */
    record Layout(Stores store, double badCalls, int tills, int copies) {
        /** One of each service, with a provider that answers well. */
        static Layout well(Stores store, int tills) {
            return new Layout(store, 0, tills, 1);
        }

        /** Two of each service where the store can be shared: an embedded file has one owner. */
        static Layout shared(Stores store, int tills) {
            return new Layout(store, 0, tills, store == Stores.POSTGRESQL ? 2 : 1);
        }
    }

    private TestMesh(RowContext circumstances, Layout layout, ServiceProcesses fleet) {
        this.circumstances = circumstances;
        this.layout = layout;
        this.fleet = fleet;
        // Seeded; java.util.Random is thread-safe.
        this.environment = new Environment(circumstances.clock(), new Random(circumstances.seed()));
        this.ids = new IdGenerator(environment);
    }

    /** Starts the processes and sets the shop up. */
    static TestMesh open(RowContext circumstances, Layout layout)
            throws IOException, SQLException, InterruptedException {
        return open(circumstances, layout, ProxyRoutes.none());
    }

    /** As {@link #open(RowContext, Layout)}, with other ways between the processes. */
    static TestMesh open(RowContext circumstances, Layout layout, ProxyRoutes detours)
            throws IOException, SQLException, InterruptedException {
        Files.createDirectories(circumstances.folder());
        ServiceProcesses fleet = ServiceProcesses.of(circumstances, layout, detours);
        var world = new TestMesh(circumstances, layout, fleet);
        world.lifecycle.own(fleet);
        world.lifecycle.closeOnSignal();
        try {
            fleet.prepare();
            fleet.startAll();
            world.setUp();
            return world;
        } catch (RuntimeException | IOException | InterruptedException e) {
            world.close();
            throw e;
        }
    }

    private void setUp() throws IOException {
        DevelopmentIssuer issuer = DevelopmentIssuer.open(circumstances.folder(), circumstances.clock());
        TillAssertionSigner signer = TillAssertionSigner.open(circumstances.folder(), circumstances.clock());
        var shop = new Shop(this, signer, issuer);
        shop.open();
        for (int number = 0; number < layout.tills; number++) {
            Till.Errand errand = shop.errand(number, circumstances.size().of(2_000, 20_000));
            Path journal = circumstances.folder().resolve(errand.terminalId() + ".journal");
            List<ManagedChannel> channels = fleet.tasks().stream()
                    .map(task -> channel("terminal/" + errand.terminalId(), task.seen(), "task"))
                    .toList();
            tills.add(lifecycle.own(Till.open(errand, channels, signer, journal, ids::next)));
            journals.add(journal);
        }
    }

    /** Sets the tills going; each stops by itself after its share. */
    Run run(int settlementsEach) {
        return Run.start(tills, settlementsEach, threads, circumstances);
    }

    /** Channels to the first task service and the first payment adapter as somebody. */
    ServiceChannels as(String path) {
        ManagedChannel task = channel(path, fleet.tasks().getFirst().port(), "task");
        return new ServiceChannels(
                task, task, channel(path, fleet.payments().getFirst().port(), "payment"));
    }

    private ManagedChannel channel(String path, int port, String service) {
        var config = ChannelConfig.of("localhost:" + port, TlsConfig.plaintext(path), "service/" + service);
        ManagedChannel channel = Channels.open(config);
        lifecycle.own(channel::shutdownNow);
        awaitReady(channel);
        return channel;
    }

    /** A port that takes connections is no service that answers yet; a row must not fail in its set-up for that. */
    private void awaitReady(ManagedChannel channel) {
        long end = circumstances.nanoTime().getAsLong() + PATIENCE.toNanos();
        while (channel.getState(true) != ConnectivityState.READY
                && circumstances.nanoTime().getAsLong() < end) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    ServiceProcesses fleet() {
        return fleet;
    }

    Environment environment() {
        return environment;
    }

    RowContext circumstances() {
        return circumstances;
    }

    /** Where the tills wrote what they were told. */
    List<Path> journals() {
        return List.copyOf(journals);
    }

    /** Waits until a till calls a service in whose answer this process has a part. False if none does within a second. */
    boolean awaitCallOf(JavaProcess process) {
        long end = circumstances.nanoTime().getAsLong() + CALLED_WITHIN.toNanos();
        while (!isCalled(process)) {
            if (circumstances.nanoTime().getAsLong() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return true;
    }

    private boolean isCalled(JavaProcess process) {
        for (int copy = 0; copy < layout.copies; copy++) {
            int service = copy;
            boolean hasPart = process == fleet.provider()
                    || process == fleet.tasks().get(copy).process()
                    || process == fleet.payments().get(copy).process();
            if (hasPart && tills.stream().anyMatch(till -> till.isCalling(service))) {
                return true;
            }
        }
        return false;
    }

    /** The processes that a fault may end. */
    List<JavaProcess> victims() {
        return fleet.all();
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}

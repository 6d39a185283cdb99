package dev.stead.systemtests.rows;

import dev.stead.systemtests.net.Fault;
import dev.stead.systemtests.net.FaultProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** N1: every hop gets a bad network while tills settle; healed, everybody goes on. */
final class NetworkRow implements Row {
    private static final int TILLS = 8;
    private static final Duration FAULT = Duration.ofSeconds(2);
    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Stores store;

    NetworkRow(Stores store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "N1-" + store.word();
    }

    @Override
    public String proves() {
        return "delay, half-open, one-way, cut and slow lines on every hop are recovered from within 5 s";
    }

    @Override
    public Result run(RowContext context) throws Exception {
        int rounds = context.size().of(1, 20);
        var random = new Random(context.seed());
        var result = new Result();
        try (var hops = new Hops();
                TestMesh mesh = TestMesh.open(context, TestMesh.Layout.healthy(store, TILLS), hops)) {
            Run run = mesh.run(Integer.MAX_VALUE);
            int landed = 0;
            int planned = 0;
            Duration longest = Duration.ZERO;
            for (int round = 0; round < rounds; round++) {
                for (FaultProxy hop : hops.all) {
                    for (Fault fault : faults(random)) {
                        planned++;
                        boolean worked = run.awaitAnswered(run.answered() + TILLS, TIMEOUT);
                        landed += worked && mesh.awaitCallTo(mesh.processes().task()) ? 1 : 0;
                        hop.begin(fault);
                        LockSupport.parkNanos(FAULT.toNanos());
                        hop.heal();
                        Duration took = recovered(run, context);
                        context.progress()
                                .accept(hops.name(hop) + " " + fault + ": recovered in " + took.toMillis() + " ms");
                        longest = took.compareTo(longest) > 0 ? took : longest;
                        run.requireNoRefusal();
                    }
                }
            }
            run.finish(TIMEOUT);
            result.figure("faults", planned)
                    .inFlight(planned, landed)
                    .figure("settlements", run.answered())
                    .figure("recovered-ms", longest.toMillis())
                    .require(
                            longest.compareTo(RECOVERED_WITHIN) <= 0,
                            "it took " + longest.toMillis() + " ms until every till settled again")
                    .none("stuck", run.unanswered());
            run.requireNoRefusal();
            mesh.processes().restartAll();
            Oracles.check(mesh, result);
        }
        return result;
    }

    private static List<Fault> faults(Random random) {
        return List.of(
                new Fault.Delay(Duration.ofMillis(150)),
                new Fault.HalfOpen(),
                new Fault.OneWay(),
                new Fault.Cut(random.nextInt(400)),
                new Fault.Bandwidth(2_000));
    }

    /** How long until every till has one more answer. */
    private static Duration recovered(Run run, RowContext context) {
        long start = context.nanoTime().getAsLong();
        run.awaitEachAnswered(TIMEOUT);
        return Duration.ofNanos(context.nanoTime().getAsLong() - start);
    }

    /** A proxy on each way. */
    private static final class Hops implements ProxyRoutes, AutoCloseable {
        private final List<FaultProxy> all = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        @Override
        public int toTask(int port) throws IOException {
            return through(port, "till to task service");
        }

        @Override
        public int toPayment(int port) throws IOException {
            return through(port, "task service to payment adapter");
        }

        @Override
        public int toProvider(int port) throws IOException {
            return through(port, "payment adapter to provider");
        }

        private int through(int port, String name) throws IOException {
            FaultProxy proxy = FaultProxy.before(port);
            all.add(proxy);
            names.add(name);
            return proxy.port();
        }

        private String name(FaultProxy hop) {
            return names.get(all.indexOf(hop));
        }

        @Override
        public void close() throws IOException {
            for (FaultProxy proxy : all) {
                proxy.close();
            }
        }
    }
}

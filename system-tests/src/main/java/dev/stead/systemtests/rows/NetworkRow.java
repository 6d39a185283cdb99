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
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
    public Result run(RowContext circumstances) throws Exception {
        int rounds = circumstances.size().of(1, 20);
        var chance = new Random(circumstances.seed());
        var result = new Result();
        try (var hops = new Hops();
                TestMesh world = TestMesh.open(circumstances, TestMesh.Layout.well(store, TILLS), hops)) {
            Run run = world.run(Integer.MAX_VALUE);
            int landed = 0;
            int planned = 0;
            Duration longest = Duration.ZERO;
            for (int round = 0; round < rounds; round++) {
                for (FaultProxy hop : hops.all) {
                    for (Fault fault : faults(chance)) {
                        planned++;
                        boolean worked = run.awaitAnswered(run.answered() + TILLS, PATIENCE);
                        landed += worked && world.awaitCallOf(world.fleet().task()) ? 1 : 0;
                        hop.begin(fault);
                        LockSupport.parkNanos(FAULT.toNanos());
                        hop.heal();
                        Duration took = recovered(run, circumstances);
                        circumstances
                                .progress()
                                .accept(hops.name(hop) + " " + fault + ": recovered in " + took.toMillis() + " ms");
                        longest = took.compareTo(longest) > 0 ? took : longest;
                        run.requireNoRefusal();
                    }
                }
            }
            boolean finished = run.finish(PATIENCE);
            result.figure("faults", planned)
                    .inFlight(planned, landed)
                    .figure("settlements", run.answered())
                    .figure("recovered-ms", longest.toMillis())
                    .require(
                            longest.compareTo(RECOVERED_WITHIN) <= 0,
                            "it took " + longest.toMillis() + " ms until every till settled again")
                    .none("stuck", finished ? List.of() : List.of(run.waiting() + " tills have no answer"));
            run.requireNoRefusal();
            world.fleet().restartAll();
            Oracles.hold(world, result);
        }
        return result;
    }

    private static List<Fault> faults(Random chance) {
        return List.of(
                new Fault.Delay(Duration.ofMillis(150)),
                new Fault.HalfOpen(),
                new Fault.OneWay(),
                new Fault.Cut(chance.nextInt(400)),
                new Fault.Bandwidth(2_000));
    }

    /** How long until every till has one more answer. */
    private static Duration recovered(Run run, RowContext circumstances) {
        long start = circumstances.nanoTime().getAsLong();
        run.awaitEachAnswered(PATIENCE);
        return Duration.ofNanos(circumstances.nanoTime().getAsLong() - start);
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

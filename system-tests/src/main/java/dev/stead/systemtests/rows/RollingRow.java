package dev.stead.systemtests.rows;

import dev.stead.systemtests.process.JavaProcess;
import java.time.Duration;
import java.util.List;

/** N2: each service in turn is told to stop and started again while tills settle; nobody is refused. */
final class RollingRow implements Row {
    private static final int TILLS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Stores store;

    RollingRow(Stores store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "N2-" + store.word();
    }

    @Override
    public String proves() {
        return "a rolling restart under load fails no settlement after its retry";
    }

    @Override
    public Result run(RowContext circumstances) throws Exception {
        int restarts = circumstances.size().of(6, 20);
        var result = new Result().figure("restarts", restarts);
        try (TestMesh world = TestMesh.open(circumstances, TestMesh.Layout.shared(store, TILLS))) {
            Run run = world.run(Integer.MAX_VALUE);
            List<JavaProcess> services = world.fleet().services();
            int landed = 0;
            for (int restart = 0; restart < restarts; restart++) {
                boolean worked = run.awaitAnswered(run.answered() + 10 * TILLS, PATIENCE);
                JavaProcess service = services.get(restart % services.size());
                landed += worked && world.awaitCallOf(service) ? 1 : 0;
                service.stop();
                service.startAndAwait();
                run.requireNoRefusal();
                circumstances.progress().accept((restart + 1) + " of " + restarts + " restarts");
            }
            boolean finished = run.finish(PATIENCE);
            result.figure("services", services.size())
                    .inFlight(restarts, landed)
                    .figure("settlements", run.answered())
                    .none("failed", Oracles.failed(world))
                    .none("stuck", finished ? List.of() : List.of(run.waiting() + " tills have no answer"));
            run.requireNoRefusal();
            Oracles.hold(world, result);
        }
        return result;
    }
}

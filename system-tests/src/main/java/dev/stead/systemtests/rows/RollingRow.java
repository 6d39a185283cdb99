package dev.stead.systemtests.rows;

import dev.stead.systemtests.process.JavaProcess;
import java.time.Duration;
import java.util.List;

/** N2: each service in turn is stopped and started again while tills settle; nobody is refused. */
final class RollingRow implements Row {
    private static final int TILLS = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

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
    public Result run(RowContext context) throws Exception {
        int restarts = context.size().of(6, 20);
        var result = new Result().figure("restarts", restarts);
        try (TestMesh mesh = TestMesh.open(context, TestMesh.Layout.shared(store, TILLS))) {
            Run run = mesh.run(Integer.MAX_VALUE);
            List<JavaProcess> services = mesh.processes().services();
            int landed = 0;
            for (int restart = 0; restart < restarts; restart++) {
                boolean worked = run.awaitAnswered(run.answered() + 10 * TILLS, TIMEOUT);
                JavaProcess service = services.get(restart % services.size());
                landed += worked && mesh.awaitCallTo(service) ? 1 : 0;
                service.stop();
                service.startAndAwait();
                run.requireNoRefusal();
                context.progress().accept((restart + 1) + " of " + restarts + " restarts");
            }
            run.finish(TIMEOUT);
            result.figure("services", services.size())
                    .inFlight(restarts, landed)
                    .figure("settlements", run.answered())
                    .none("failed", Oracles.failed(mesh))
                    .none("stuck", run.unanswered());
            run.requireNoRefusal();
            Oracles.check(mesh, result);
        }
        return result;
    }
}

package dev.stead.systemtests.rows;

import dev.stead.systemtests.process.FailingDisk;
import dev.stead.systemtests.process.JavaProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** D3: fsync fails under a service while tills settle. The service must end at once, and what it acknowledged must be there afterwards. */
final class SyncRow implements Row {
    private static final int TILLS = 8;
    private static final double SHARE = 0.05;
    /** About one process in 150 hung under fiu-run, in the very thread that takes its commands: it is killed and another started. */
    private static final int MOST_UNTOLD = 2;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "D3-sqlite";
    }

    @Override
    public String proves() {
        return "after a failed fsync nothing is acknowledged until the restart, and nothing is lost";
    }

    @Override
    public Result run(RowContext context) throws Exception {
        int failures = context.size().of(4, 50);
        int untold = 0;
        var result = new Result().figure("disks", failures);
        try (TestMesh mesh = TestMesh.open(context, TestMesh.Layout.healthy(Stores.SQLITE, TILLS))) {
            List<JavaProcess> services =
                    List.of(mesh.processes().payment(), mesh.processes().task());
            Run run = mesh.run(Integer.MAX_VALUE);
            var disk = new FailingDisk(context.folder());
            int landed = 0;
            for (int failure = 0; failure < failures; ) {
                JavaProcess service = services.get(failure % services.size());
                service.kill();
                service.start(disk.wrap(), Map.of());
                service.requireReady();
                boolean worked = run.awaitAnswered(run.answered() + TILLS, TIMEOUT);
                boolean calling = mesh.awaitCallTo(service);
                if (!disk.fail(service.pid(), SHARE)) {
                    untold++;
                    if (untold > MOST_UNTOLD) {
                        throw new IllegalStateException("fiu-ctrl had no answer of " + untold + " processes");
                    }
                    continue;
                }
                Optional<Integer> code = service.awaitEnd(TIMEOUT);
                landed += worked && calling && code.isPresent() ? 1 : 0;
                result.require(
                        code.isPresent(), service.name() + " kept running for " + TIMEOUT + " on a failing disk");
                service.kill();
                service.startAndAwait();
                run.requireNoRefusal();
                failure++;
                context.progress().accept(failure + " of " + failures + " disks, exit code " + code.orElse(-1));
            }
            run.finish(TIMEOUT);
            result.figure("untold", untold)
                    .inFlight(failures, landed)
                    .figure("settlements", run.answered())
                    .none("stuck", run.unanswered());
            run.requireNoRefusal();
            mesh.processes().restartAll();
            Oracles.check(mesh, result);
        }
        return result;
    }
}

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
    /** One process of some 150 hung under fiu-run, with the very thread that is to be told: such a one is killed, and another started. */
    private static final int MOST_UNTOLD = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "D3-sqlite";
    }

    @Override
    public String proves() {
        return "after a failed fsync nothing is acknowledged until the restart, and nothing is lost";
    }

    @Override
    public Result run(RowContext circumstances) throws Exception {
        int failures = circumstances.size().of(4, 50);
        int untold = 0;
        var result = new Result().figure("disks", failures);
        try (TestMesh world = TestMesh.open(circumstances, TestMesh.Layout.well(Stores.SQLITE, TILLS))) {
            List<JavaProcess> services =
                    List.of(world.fleet().payment(), world.fleet().task());
            Run run = world.run(Integer.MAX_VALUE);
            var disk = new FailingDisk(circumstances.folder());
            int landed = 0;
            for (int failure = 0; failure < failures; ) {
                JavaProcess service = services.get(failure % services.size());
                service.kill();
                service.start(disk.wrap(), Map.of());
                service.requireReady();
                boolean worked = run.awaitAnswered(run.answered() + TILLS, PATIENCE);
                boolean calling = world.awaitCallOf(service);
                if (!disk.fail(service.pid(), SHARE)) {
                    untold++;
                    if (untold > MOST_UNTOLD) {
                        throw new IllegalStateException("fiu-ctrl had no answer of " + untold + " processes");
                    }
                    continue;
                }
                Optional<Integer> code = service.awaitEnd(PATIENCE);
                landed += worked && calling && code.isPresent() ? 1 : 0;
                result.require(code.isPresent(), service.name() + " went on for " + PATIENCE + " on a disk that fails");
                service.kill();
                service.startAndAwait();
                run.requireNoRefusal();
                failure++;
                circumstances.progress().accept(failure + " of " + failures + " disks, exit code " + code.orElse(-1));
            }
            boolean finished = run.finish(PATIENCE);
            result.figure("untold", untold)
                    .inFlight(failures, landed)
                    .figure("settlements", run.answered())
                    .none("stuck", finished ? List.of() : List.of(run.waiting() + " tills have no answer"));
            run.requireNoRefusal();
            world.fleet().restartAll();
            Oracles.hold(world, result);
        }
        return result;
    }
}

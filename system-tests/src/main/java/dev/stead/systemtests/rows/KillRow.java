package dev.stead.systemtests.rows;

import dev.stead.systemtests.process.JavaProcess;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** M1: SIGKILL of any process at a random instant while tills settle; restarted, everybody goes on. */
final class KillRow implements Row {
    private static final int TILLS = 16;
    private static final int SETTLEMENTS_A_KILL = 10;
    private static final Duration STUCK_AFTER = Duration.ofSeconds(60);
    private static final Duration RANDOM_WITHIN = Duration.ofMillis(20);

    private final Stores store;

    KillRow(Stores store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "M1-" + store.word();
    }

    @Override
    public String proves() {
        return "SIGKILL of any process at any instant moves no money twice and loses no answer";
    }

    @Override
    public Result run(RowContext context) throws Exception {
        int kills = context.size().of(30, 1_000);
        var result = new Result();
        try (TestMesh mesh = TestMesh.open(context, TestMesh.Layout.shared(store, TILLS))) {
            Run run = mesh.run(Integer.MAX_VALUE);
            Landed landed = kill(mesh, run, kills);
            run.finish(STUCK_AFTER);
            result.figure("processes", mesh.targets().size())
                    .figure("kills", landed.faults == kills ? kills : landed.faults + "/" + kills)
                    .inFlight(landed.faults, landed.inFlight)
                    .figure("settlements", run.answered());
            result.none("stuck", run.unanswered());
            run.requireNoRefusal();
            mesh.processes().restartAll();
            Oracles.check(mesh, result);
        }
        return result;
    }

    /** Kills, and those of them that landed while a till was waiting, after work had been done since the last one. */
    private record Landed(int faults, int inFlight) {}

    private static Landed kill(TestMesh mesh, Run run, int kills) throws Exception {
        RowContext context = mesh.context();
        var random = new Random(context.seed());
        List<JavaProcess> targets = mesh.targets();
        int inFlight = 0;
        int kill = 0;
        while (kill < kills && context.hasTime()) {
            kill++;
            boolean worked = run.awaitAnswered(run.answered() + SETTLEMENTS_A_KILL, STUCK_AFTER);
            LockSupport.parkNanos(random.nextLong(RANDOM_WITHIN.toNanos()));
            JavaProcess target = targets.get(random.nextInt(targets.size()));
            inFlight += worked && mesh.awaitCallTo(target) && target.isAlive() ? 1 : 0;
            target.kill();
            target.startAndAwait();
            run.requireNoRefusal();
            if (kill % Math.max(1, kills / 20) == 0) {
                context.progress().accept(kill + " of " + kills + " kills, " + run.answered() + " settlements");
            }
        }
        return new Landed(kill, inFlight);
    }
}

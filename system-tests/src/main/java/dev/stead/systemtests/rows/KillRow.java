package dev.stead.systemtests.rows;

import dev.stead.systemtests.process.JavaProcess;
import java.time.Duration;
import java.util.ArrayList;
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
    public Result run(RowContext circumstances) throws Exception {
        int kills = circumstances.size().of(30, 1_000);
        var result = new Result();
        try (TestMesh world = TestMesh.open(circumstances, TestMesh.Layout.shared(store, TILLS))) {
            Run run = world.run(Integer.MAX_VALUE);
            Landed landed = kill(world, run, kills);
            boolean finished = run.finish(STUCK_AFTER);
            result.figure("processes", world.victims().size())
                    .figure("kills", landed.faults == kills ? kills : landed.faults + "/" + kills)
                    .inFlight(landed.faults, landed.inFlight)
                    .figure("settlements", run.answered());
            List<String> stuck = new ArrayList<>();
            if (!finished) {
                stuck.add(
                        run.waiting() + " tills have no answer " + STUCK_AFTER.toSeconds() + " s after the last kill");
            }
            result.none("stuck", stuck);
            run.requireNoRefusal();
            world.fleet().restartAll();
            Oracles.hold(world, result);
        }
        return result;
    }

    /** Kills, and those of them that landed while a till was waiting, after work had been done since the last one. */
    private record Landed(int faults, int inFlight) {}

    private static Landed kill(TestMesh world, Run run, int kills) throws Exception {
        RowContext circumstances = world.circumstances();
        var chance = new Random(circumstances.seed());
        List<JavaProcess> victims = world.victims();
        int inFlight = 0;
        int kill = 0;
        while (kill < kills && circumstances.hasTime()) {
            kill++;
            boolean worked = run.awaitAnswered(run.answered() + SETTLEMENTS_A_KILL, STUCK_AFTER);
            LockSupport.parkNanos(chance.nextLong(RANDOM_WITHIN.toNanos()));
            JavaProcess victim = victims.get(chance.nextInt(victims.size()));
            inFlight += worked && world.awaitCallOf(victim) && victim.isAlive() ? 1 : 0;
            victim.kill();
            victim.startAndAwait();
            run.requireNoRefusal();
            if (kill % Math.max(1, kills / 20) == 0) {
                circumstances.progress().accept(kill + " of " + kills + " kills, " + run.answered() + " settlements");
            }
        }
        return new Landed(kill, inFlight);
    }
}

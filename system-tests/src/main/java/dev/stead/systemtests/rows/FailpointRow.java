package dev.stead.systemtests.rows;

import dev.stead.mesh.Failpoint;
import dev.stead.systemtests.process.JavaProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** M2: each process ends itself at each named point in turn while tills settle; restarted, everybody goes on. */
final class FailpointRow implements Row {
    private static final int TILLS = 32;
    private static final int MOST_PASSES = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final List<String> PAYMENT = List.of(
            "payment.hold.before",
            "payment.hold.after",
            "payment.attempt.before",
            "payment.attempt.after",
            "payment.send",
            "payment.answer",
            "payment.authorised.before",
            "payment.authorised.after",
            "payment.post.before",
            "payment.post.after",
            "acknowledge.before",
            "acknowledge.after");

    private static final List<String> TASK = List.of(
            "task.claim.before",
            "task.claim.after",
            "task.send",
            "task.answer",
            "task.outcome.before",
            "task.outcome.after",
            "task.outbox.before",
            "task.outbox.after",
            "acknowledge.before",
            "acknowledge.after");

    private final Stores store;

    FailpointRow(Stores store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "M2-" + store.word();
    }

    @Override
    public String proves() {
        return "an end of the process on either side of each commit, send and answer is recovered from";
    }

    @Override
    public Result run(RowContext context) throws Exception {
        int times = context.size().of(3, 20);
        var result = new Result();
        try (TestMesh mesh = TestMesh.open(context, TestMesh.Layout.healthy(store, TILLS))) {
            Run run = mesh.run(Integer.MAX_VALUE);
            // One after the other: of two that end again and again neither gets far.
            Map<String, Integer> payment = ends(mesh, run, mesh.processes().payment(), PAYMENT);
            Map<String, Integer> task = ends(mesh, run, mesh.processes().task(), TASK);
            int planned = times * (PAYMENT.size() + TASK.size());
            int landed = count(payment, times) + count(task, times);
            run.finish(TIMEOUT);
            result.figure("points", PAYMENT.size() + TASK.size())
                    .figure("times", times)
                    .inFlight(planned, landed)
                    .require(landed == planned, "only " + landed + " of " + planned + " ends: " + payment + task)
                    .figure("settlements", run.answered())
                    .none("stuck", run.unanswered());
            run.requireNoRefusal();
            mesh.processes().restartAll();
            Oracles.check(mesh, result);
        }
        return result;
    }

    private static int count(Map<String, Integer> ends, int times) {
        return ends.values().stream().mapToInt(count -> Math.min(count, times)).sum();
    }

    /** Starts the process again and again, each time to end at the next point. Gives how often it ended at each. */
    private static Map<String, Integer> ends(TestMesh mesh, Run run, JavaProcess process, List<String> points)
            throws Exception {
        RowContext context = mesh.context();
        int times = context.size().of(3, 20);
        var random = new Random(context.seed() + points.size());
        Map<String, Integer> ends = new TreeMap<>();
        for (int time = 1; time <= times; time++) {
            for (String point : points) {
                process.kill();
                int pass = 1 + random.nextInt(MOST_PASSES);
                process.start(List.of(), Map.of("STEAD_FAILPOINT", point + ":" + pass));
                Optional<Integer> code = process.awaitEnd(TIMEOUT);
                if (code.equals(Optional.of(Failpoint.EXIT_CODE)) && run.isSettling()) {
                    ends.merge(point, 1, Integer::sum);
                }
                run.requireNoRefusal();
            }
            context.progress().accept(process.name() + " has ended at each of its points " + time + " times");
        }
        process.kill();
        process.startAndAwait();
        return ends;
    }
}

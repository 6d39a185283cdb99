package dev.stead.task.testing;

import dev.stead.mesh.Problem;
import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Row M9: in each round two terminals want one task, and then 64 terminals want a mandate of 10 uses whose budget is drawn by chance, while
 * the provider declines now and then. One winner; never over 10 uses or the budget. The processes share one database, clock and
 * provider.
 */
public final class ClaimRounds {
    private static final int CLAIMS = 64;
    private static final int USES = 10;
    private static final long PRICE = 1_250;

    private final List<TaskWorld> processes;
    private final int rounds;
    private final long seed;
    private final AtomicInteger contended = new AtomicInteger();
    private int uses;

    public ClaimRounds(List<TaskWorld> processes, int rounds, long seed) {
        this.processes = List.copyOf(processes);
        this.rounds = rounds;
        this.seed = seed;
    }

    /**
     * What happened.
     *
     * @param contended claims that came while another had the task
     */
    public record Result(int rounds, int uses, int contended, long seed) {
        /** Races that never happened prove nothing. */
        public boolean raced() {
            return contended >= rounds;
        }

        @Override
        public String toString() {
            return "M9 " + (raced() ? "pass" : "VACUOUS") + " rounds=" + rounds + " claims=" + rounds * (CLAIMS + 2)
                    + " uses=" + uses + " over=0 contended=" + contended + " seed=" + seed;
        }
    }

    /** @throws AssertionError with round and seed if a task had two winners or a mandate was used too often or for too much */
    public Result run() {
        processes.getFirst().settle();
        for (int i = 0; i < CLAIMS; i++) {
            processes.getFirst().putTerminal("m9-" + i, TaskWorld.SQUARE, Terminal.State.STATE_ACTIVE);
        }
        var chance = new SplittableRandom(seed);
        try (ExecutorService terminals = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < rounds; round++) {
                oneWinner(terminals, round);
                withinTheMandate(terminals, round, chance);
            }
        }
        return new Result(rounds, uses, contended.get(), seed);
    }

    private void oneWinner(ExecutorService terminals, int round) {
        world(0).settlements.settleAll();
        int before = world(0).settlements.moves();
        Task task = world(0).ready("one-" + seed + "-" + round, TaskKind.TASK_KIND_PAYMENT);
        long winners = all(terminals, 2, terminal -> claim(terminal, task)).stream()
                .filter("STATE_SUCCEEDED"::equals)
                .count();
        require(winners == 1, round, winners + " of two terminals did one task");
        require(world(0).settlements.moves() == before + 1, round, "money moved more than once");
    }

    private void withinTheMandate(ExecutorService terminals, int round, SplittableRandom chance) {
        int paidFor = 1 + chance.nextInt(2 * USES);
        var declines = new Random(chance.nextLong());
        world(0).settlements.answer(order -> {
            synchronized (declines) {
                return declines.nextInt(10) == 0
                        ? new SettlementOutcome.Declined(FakeSettlements.reference(order), "INSUFFICIENT_FUNDS")
                        : FakeSettlements.settled(order);
            }
        });
        int before = world(0).settlements.moves();
        var mandate = world(0).mandate(TaskKind.TASK_KIND_PAYMENT)
                .setMaxUses(USES)
                .addConstraints(Constraint.newBuilder()
                        .setTotalLimit(TaskWorld.money(paidFor * PRICE + chance.nextLong(PRICE))));
        Task task = world(0).ready("ten-" + seed + "-" + round, mandate);
        all(terminals, CLAIMS, terminal -> claimUntilOver(terminal, task));
        int moved = world(0).settlements.moves() - before;
        Task after = world(0).now(task);
        require(moved == after.getUses(), round, moved + " payments, but " + after.getUses() + " uses");
        require(moved <= USES, round, moved + " uses of " + USES);
        require(moved <= paidFor, round, moved + " payments of a budget for " + paidFor);
        boolean givenUp = after.getState() == Task.State.STATE_FAILED;
        require(givenUp || moved == Math.min(USES, paidFor), round, "only " + moved + " of what was allowed");
        uses += moved;
        if (after.getState() == Task.State.STATE_READY) {
            var _ = world(0).phone("alice")
                    .revokeTask(RevokeTaskRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setTaskId(task.getTaskId())
                            .build());
        }
    }

    /** Comes again as long as another terminal has the task; a decline is an outcome, and the next one's turn. */
    private String claimUntilOver(int terminal, Task task) {
        while (true) {
            String outcome = claim(terminal, task);
            if (!outcome.equals("TASK_NOT_READY") && !outcome.equals("STATE_FAILED")) {
                return outcome;
            }
            if (world(terminal).now(task).getState().getNumber() > Task.State.STATE_EXECUTING_VALUE) {
                return outcome;
            }
        }
    }

    private String claim(int terminal, Task task) {
        TaskWorld world = world(terminal);
        try {
            Execution execution = world.confirm("m9-" + terminal, task.getTaskId());
            return execution.getState().name();
        } catch (RuntimeException refused) {
            String reason = Problem.from(refused).map(Problem::reason).orElse(refused.toString());
            if (reason.equals("TASK_NOT_READY") || reason.equals("ORDER_STATE_FORBIDS")) {
                contended.incrementAndGet();
            }
            return reason;
        }
    }

    private List<String> all(ExecutorService terminals, int count, java.util.function.IntFunction<String> claim) {
        var start = new CountDownLatch(1);
        List<Future<String>> claims = IntStream.range(0, count)
                .mapToObj(terminal -> terminals.submit((Callable<String>) () -> {
                    TaskWorld.await(start);
                    return claim.apply(terminal);
                }))
                .toList();
        start.countDown();
        return claims.stream().map(ClaimRounds::get).toList();
    }

    private static String get(Future<String> claim) {
        try {
            return claim.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private TaskWorld world(int terminal) {
        return processes.get(terminal % processes.size());
    }

    private void require(boolean holds, int round, String otherwise) {
        if (!holds) {
            throw new AssertionError("M9 FAIL round=" + round + " seed=" + seed + ": " + otherwise);
        }
    }
}

package dev.stead.systemtests.rows;

import dev.stead.systemtests.till.Till;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Tills that are settling, each on its own thread. */
final class Run {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(2);

    private final List<Till> tills;
    private final List<Future<?>> work;
    private final RowContext context;

    private Run(List<Till> tills, List<Future<?>> work, RowContext context) {
        this.tills = tills;
        this.work = work;
        this.context = context;
    }

    static Run start(List<Till> tills, int settlementsEach, ExecutorService threads, RowContext context) {
        List<Future<?>> work = tills.stream()
                .<Future<?>>map(till -> threads.submit(() -> till.run(settlementsEach)))
                .toList();
        return new Run(tills, work, context);
    }

    /** Settlements with a final answer. */
    int answered() {
        return tills.stream().mapToInt(Till::answered).sum();
    }

    /** True if some till has an unanswered request, whether it waits or is about to retry. */
    boolean isSettling() {
        return tills.stream().anyMatch(Till::isSettling);
    }

    boolean isOver() {
        return work.stream().allMatch(Future::isDone);
    }

    /** Waits until this many settlements are answered or all tills are done. False on timeout. */
    boolean awaitAnswered(int settlements, Duration timeout) {
        long end = context.nanoTime().getAsLong() + timeout.toNanos();
        while (answered() < settlements && !isOver()) {
            if (context.nanoTime().getAsLong() > end) {
                return false;
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
        return true;
    }

    /** Waits until each till has one more answer. False on timeout. */
    boolean awaitEachAnswered(Duration timeout) {
        int[] before = tills.stream().mapToInt(Till::answered).toArray();
        long end = context.nanoTime().getAsLong() + timeout.toNanos();
        for (int till = 0; till < before.length; ) {
            if (tills.get(till).answered() > before[till] || work.get(till).isDone()) {
                till++;
            } else if (context.nanoTime().getAsLong() > end) {
                return false;
            } else {
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
        }
        return true;
    }

    /** Lets each till finish its open request and starts no new one. False on timeout. */
    boolean finish(Duration timeout) {
        tills.forEach(Till::stop);
        return awaitAnswered(Integer.MAX_VALUE, timeout);
    }

    /** A finding if tills still wait for an answer. */
    List<String> unanswered() {
        long waiting = work.stream().filter(till -> !till.isDone()).count();
        return waiting == 0 ? List.of() : List.of(waiting + " tills have no answer");
    }

    /** Throws what a till threw: a refusal that no row expects. */
    void requireNoRefusal() throws InterruptedException, ExecutionException {
        for (Future<?> till : work) {
            if (till.isDone()) {
                till.get();
            }
        }
    }
}

package dev.stead.systemtests.rows;

import dev.stead.systemtests.till.Till;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Tills at work. */
final class Run {
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    private final List<Till> tills;
    private final List<Future<?>> work;
    private final RowContext circumstances;

    private Run(List<Till> tills, List<Future<?>> work, RowContext circumstances) {
        this.tills = tills;
        this.work = work;
        this.circumstances = circumstances;
    }

    static Run start(List<Till> tills, int settlementsEach, ExecutorService threads, RowContext circumstances) {
        List<Future<?>> work = tills.stream()
                .<Future<?>>map(till -> threads.submit(() -> till.run(settlementsEach)))
                .toList();
        return new Run(tills, work, circumstances);
    }

    /** How many settlements have a final answer. */
    int answered() {
        return tills.stream().mapToInt(Till::answered).sum();
    }

    /** True if some till has begun what has no final answer, whether it waits or is about to ask again. */
    boolean isSettling() {
        return tills.stream().anyMatch(Till::isSettling);
    }

    boolean isOver() {
        return work.stream().allMatch(Future::isDone);
    }

    /** Waits until so many settlements are answered, all tills are done, or the time is up. True unless the time is up. */
    boolean awaitAnswered(int settlements, Duration patience) {
        long end = circumstances.nanoTime().getAsLong() + patience.toNanos();
        while (answered() < settlements && !isOver()) {
            if (circumstances.nanoTime().getAsLong() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return true;
    }

    /** Waits until each till has one more answer, or the time is up. */
    boolean awaitEachAnswered(Duration patience) {
        int[] before = tills.stream().mapToInt(Till::answered).toArray();
        long end = circumstances.nanoTime().getAsLong() + patience.toNanos();
        for (int till = 0; till < before.length; ) {
            if (tills.get(till).answered() > before[till] || work.get(till).isDone()) {
                till++;
            } else if (circumstances.nanoTime().getAsLong() > end) {
                return false;
            } else {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
        return true;
    }

    /** Lets each till finish what it has begun. True if all have within the time. */
    boolean finish(Duration patience) {
        tills.forEach(Till::stop);
        return awaitAnswered(Integer.MAX_VALUE, patience);
    }

    /** How many tills still wait for an answer. */
    long waiting() {
        return work.stream().filter(till -> !till.isDone()).count();
    }

    /** Throws what a till threw: a refusal that nobody expects. */
    void requireNoRefusal() throws InterruptedException, ExecutionException {
        for (Future<?> till : work) {
            if (till.isDone()) {
                till.get();
            }
        }
    }
}

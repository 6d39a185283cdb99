package dev.stead.mesh.time;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs actions side by side, so that a slow one does not hold up the others. */
public final class Parallel {
    private Parallel() {}

    /**
     * Runs each action on a virtual thread of its own and returns when all are over. A failure stops none of the others.
     *
     * @throws IllegalStateException if any action threw; its cause is the first failure, in the order of the actions, and the other
     *     failures are suppressed in it
     */
    public static void runAll(Collection<? extends Runnable> actions) {
        List<? extends Future<?>> runs;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            runs = actions.stream().map(executor::submit).toList();
        }
        List<Throwable> failures = runs.stream()
                .filter(run -> run.state() == Future.State.FAILED)
                .<Throwable>map(Future::exceptionNow)
                .toList();
        if (failures.isEmpty()) {
            return;
        }
        var failed = new IllegalStateException(
                "%s of %s actions failed".formatted(failures.size(), runs.size()), failures.getFirst());
        failures.stream().skip(1).forEach(failed::addSuppressed);
        throw failed;
    }
}

package dev.stead.benchmarks.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same work on several threads and waits for all; an exception of any of them is rethrown. */
public final class InParallel {
    private InParallel() {}

    /** The work of one thread. */
    public interface Share<T> {
        T of(int thread) throws Exception;
    }

    /** Work without a result. */
    public interface Work {
        void of(int thread) throws Exception;
    }

    /** As {@link #collect}, with nothing to collect. */
    public static void run(int threads, Work work) {
        collect(threads, thread -> {
            work.of(thread);
            return thread;
        });
    }

    /** One result per thread, in the order of the threads. */
    public static <T> List<T> collect(int threads, Share<T> share) {
        List<Future<T>> running = new ArrayList<>();
        List<T> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                int thread = t;
                running.add(executor.submit(() -> share.of(thread)));
            }
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("one of " + threads + " threads failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

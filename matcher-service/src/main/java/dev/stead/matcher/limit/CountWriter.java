package dev.stead.matcher.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.stead.matcher.limit.DecisionCounts.CountKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reserves blocks of counters: all that were asked for while one transaction was written go into the next. Owns its thread. */
final class CountWriter implements AutoCloseable {
    private final DecisionCounts counts;
    private final Thread thread;

    @GuardedBy("this")
    private Batch next = new Batch();

    @GuardedBy("this")
    private boolean closed;

    private record Batch(Map<CountKey, Counter> counters, CompletableFuture<Void> written) {
        Batch() {
            this(new LinkedHashMap<>(), new CompletableFuture<>());
        }
    }

    CountWriter(DecisionCounts counts) {
        this.counts = counts;
        this.thread = Thread.ofPlatform().daemon().name("decision-counts").start(this::run);
    }

    /** Done when a block of the counter is reserved. */
    synchronized CompletableFuture<Void> reserve(CountKey key, Counter counter) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the counters of decisions are closed"));
        }
        next.counters.put(key, counter);
        notifyAll();
        return next.written;
    }

    private void run() {
        try {
            for (Batch batch = taken(); !batch.counters.isEmpty(); batch = taken()) {
                write(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty when it is closed. */
    private synchronized Batch taken() throws InterruptedException {
        while (next.counters.isEmpty() && !closed) {
            wait();
        }
        Batch batch = next;
        next = new Batch();
        return batch;
    }

    /** Who waits for a block that could not be written gets no answer; whoever comes later asks again. */
    private void write(Batch batch) {
        try {
            write(batch.counters, false);
            batch.written.complete(null);
        } catch (RuntimeException e) {
            batch.written.completeExceptionally(e);
        }
    }

    private void write(Map<CountKey, Counter> counters, boolean ending) {
        Map<CountKey, Integer> amounts = new HashMap<>();
        counters.forEach((key, counter) -> {
            int wanted = counter.wanted(ending);
            if (wanted != 0) {
                amounts.put(key, wanted);
            }
        });
        Map<CountKey, Integer> totals = counts.add(amounts);
        amounts.forEach((key, amount) -> {
            Counter counter = counters.get(key);
            if (counter != null) {
                counter.reserved(amount, totals.getOrDefault(key, 0));
            }
        });
    }

    /** Writes what was asked for, and nothing after that. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After {@link #close}: gives back what was reserved and not used. */
    void giveBack(Map<CountKey, Counter> counters) {
        List<Map.Entry<CountKey, Counter>> all = new ArrayList<>(counters.entrySet());
        for (int from = 0; from < all.size(); from += 1_000) {
            Map<CountKey, Counter> some = new HashMap<>();
            all.subList(from, Math.min(all.size(), from + 1_000))
                    .forEach(one -> some.put(one.getKey(), one.getValue()));
            write(some, true);
        }
    }
}

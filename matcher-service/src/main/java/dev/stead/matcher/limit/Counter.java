package dev.stead.matcher.limit;

import dev.stead.matcher.domain.DecisionBudget.Charge;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One counter. What it counts is reserved in the store in blocks, ahead: so most charges write nothing, a crash loses the rest of a block
 * and gives nothing back, and processes that share a store differ by the blocks that they hold. Thread-safe, without a lock but for
 * a reservation.
 */
final class Counter {
    /** Half of it is left when the next one is asked for. */
    private static final int MOST_IN_BLOCK = 4_096;

    private static final int BLOCKS = 16;

    private final int limit;
    private final int block;
    private final Function<Counter, CompletableFuture<Void>> writer;
    /** By this process, since its start. */
    private final AtomicInteger used = new AtomicInteger();
    /** Of the store's count, what is this process's. Grows before anything is used beyond it. */
    private volatile int reserved;
    /** Of the store's count, what is not this process's. */
    private volatile int others;

    private volatile CompletableFuture<Void> coming = Charge.PAID.recorded();

    /** @param writer reserves a block of this counter in the store, and then says so by {@link #reserved} */
    Counter(int limit, int others, Function<Counter, CompletableFuture<Void>> writer) {
        this.limit = limit;
        this.block = Math.clamp(limit / BLOCKS, 1, MOST_IN_BLOCK);
        this.others = others;
        this.writer = writer;
    }

    /** One that is never stored. */
    static Counter inMemory(int limit) {
        var counter = new Counter(limit, 0, _ -> Charge.PAID.recorded());
        counter.reserved = Integer.MAX_VALUE;
        return counter;
    }

    Charge spend() {
        int now = used.incrementAndGet();
        if (now > limit - others) {
            used.decrementAndGet();
            return Charge.SPENT;
        }
        if (now > reserved - block / 2 && coming.isDone()) {
            reserve();
        }
        return now <= reserved ? Charge.PAID : new Charge(true, covered(now));
    }

    void giveBack() {
        used.decrementAndGet();
    }

    boolean isSpent() {
        return used.get() >= limit - others;
    }

    /** A block that was asked for before this was used may not reach so far. */
    private CompletableFuture<Void> covered(int upTo) {
        return coming.thenCompose(_ -> {
            if (upTo <= reserved) {
                return Charge.PAID.recorded();
            }
            reserve();
            return covered(upTo);
        });
    }

    private synchronized void reserve() {
        if (coming.isDone()) {
            coming = writer.apply(this);
        }
    }

    /** How much to reserve now, beyond what is reserved; negative is what to give back at the end. */
    int wanted(boolean ending) {
        return used.get() + (ending ? 0 : block) - reserved;
    }

    /** So much more is durable, and the store's count is now so great. */
    void reserved(int more, int total) {
        int mine = reserved + more;
        others = Math.max(0, total - mine);
        reserved = mine;
    }
}

package dev.stead.matcher.domain;

import java.util.concurrent.CompletableFuture;

/**
 * What became of an attempt to spend from a budget.
 *
 * @param isPaid false if the budget was spent: then nothing was taken from it
 * @param recorded done when a crash cannot give back what was taken; until then the answer that was paid for must not leave. Mostly done
 *     already
 */
public record Charge(boolean isPaid, CompletableFuture<Void> recorded) {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    public static final Charge PAID = new Charge(true, DONE);
    public static final Charge SPENT = new Charge(false, DONE);

    /** Both paid, or spent. */
    public Charge and(Charge other) {
        if (!isPaid || !other.isPaid) {
            return SPENT;
        }
        return recorded.isDone() && !recorded.isCompletedExceptionally()
                ? other
                : new Charge(true, CompletableFuture.allOf(recorded, other.recorded));
    }
}

package dev.stead.payment.application;

import static dev.stead.payment.domain.settlement.SettlementState.MANUAL_REVIEW;

import dev.stead.mesh.time.Backoff;
import dev.stead.payment.domain.provider.Attempt;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.provider.Provider.LookupResult;
import dev.stead.payment.domain.provider.Provider.Outcome;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The rules for calling a provider, the same for payments and refunds: a call goes out only under a lease of the settlement, a call that
 * fails is unknown, what is unknown is retried later, and after the last retry a person has to look. Thread-safe.
 */
final class ProviderCalls {
    private final SettlementUpdates updates;
    private final Provider provider;
    private final RetryPolicy policy;
    private final Backoff backoff;

    ProviderCalls(SettlementUpdates updates, Provider provider, RetryPolicy policy, RandomGenerator random) {
        this.updates = updates;
        this.provider = provider;
        this.policy = policy;
        this.backoff = policy.backoff(random);
    }

    /** When a lease that begins now ends. */
    Instant endOfLease() {
        return updates.now().plus(policy.lease());
    }

    /** The settlement leased to the calling thread: recovery leaves it alone until the lease ends. */
    Settlement lease(Settlement settlement) {
        return settlement.leasedUntil(endOfLease());
    }

    /**
     * Calls the provider about a settlement.
     *
     * @return unknown if the provider's adapter throws
     * @throws ConcurrentChangeException if the lease has ended: another thread may be calling about the same settlement
     */
    Outcome call(Settlement leased, Supplier<Outcome> call) {
        if (!leased.isLeased(updates.now())) {
            throw new ConcurrentChangeException();
        }
        try {
            return call.get();
        } catch (RuntimeException e) {
            return new Outcome.Unknown();
        }
    }

    /** Looks a key up at the provider; unknown if the provider's adapter throws. */
    LookupResult lookUp(String key) {
        try {
            return provider.lookUp(key);
        } catch (RuntimeException e) {
            return new LookupResult.Unknown();
        }
    }

    /** The latest attempt of a settlement that was submitted. */
    Attempt latestAttempt(Settlement submitted) {
        return updates.unitOfWork()
                .read(repositories -> repositories.attempts().latest(submitted.id()))
                .orElseThrow(() -> new IllegalStateException("a submitted settlement has no attempt"));
    }

    /** Runs a step; if somebody else changes the settlement meanwhile, returns it as they left it. */
    Settlement unlessChanged(Settlement settlement, Supplier<Settlement> step) {
        try {
            return step.get();
        } catch (ConcurrentChangeException e) {
            return updates.current(settlement.id());
        }
    }

    /** Stores {@code next} to be retried later or, after the last retry, moves it to review. */
    Settlement retryLater(Settlement stored, Settlement next) {
        int retries = next.progress().retries();
        if (retries >= policy.maxRetries()) {
            return moveToReview(stored, next);
        }
        return updates.apply(stored, next.dueAt(updates.now().plus(backoff.delay(retries))));
    }

    /** Leaves a settlement to a person; its holds stay. */
    Settlement moveToReview(Settlement stored, Settlement next) {
        return updates.apply(stored, next.transitionTo(MANUAL_REVIEW, updates.now()));
    }

    /** True if recovery has resumed the settlement more often than it may. */
    boolean hasExhaustedRetries(Settlement settlement) {
        return settlement.progress().retries() > policy.maxRetries();
    }

    /** True if the settlement is older than a hold may be: nobody waits for it at a terminal any more. */
    boolean hasTimedOut(Settlement settlement) {
        return !updates.now().isBefore(settlement.createTime().plus(policy.holdTimeout()));
    }
}

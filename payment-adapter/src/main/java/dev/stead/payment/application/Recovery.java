package dev.stead.payment.application;

import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Resumes settlements that were interrupted: by a crash, by a call without an answer, or because their lease ended. Each is leased first,
 * so that several processes over one store do not do the same work; if two did, keys and versions would make it harmless. Thread-safe.
 */
public final class Recovery {
    private static final int BATCH = 100;

    private final SettlementUpdates updates;
    private final SettlementProcessor processor;
    private final RefundUseCase refunds;
    private final ProviderCalls calls;

    Recovery(SettlementUpdates updates, SettlementProcessor processor, RefundUseCase refunds, ProviderCalls calls) {
        this.updates = updates;
        this.processor = processor;
        this.refunds = refunds;
        this.calls = calls;
    }

    /** Settlements that are due now, at most a batch, ordered by due time, earliest first. */
    public List<Settlement> due() {
        Instant now = updates.now();
        return updates.unitOfWork()
                .read(repositories -> repositories.settlements().due(now, BATCH));
    }

    /** Leases a due settlement and resumes it. False if somebody else has leased it. */
    public boolean resume(Settlement due) {
        Instant end = calls.endOfLease();
        Optional<Settlement> leased = updates.unitOfWork()
                .write(repositories -> repositories.settlements().lease(due, end));
        leased.ifPresent(this::resumeLeased);
        return leased.isPresent();
    }

    /** Resumes, one after the other, what is due now. Returns how many it resumed. */
    public int runOnce() {
        return (int) due().stream().filter(this::resume).count();
    }

    /** Notifies watchers of what other processes over the same store have changed. */
    public void notifyWatchers() {
        updates.notifyWatchers();
    }

    /** How many settlements wait for a person. */
    public long inReview() {
        return updates.unitOfWork()
                .read(repositories -> repositories.settlements().countInReview());
    }

    private void resumeLeased(Settlement settlement) {
        if (calls.hasExhaustedRetries(settlement)) {
            // Nothing is sent any more: whatever makes it fail each time, a person has to look.
            calls.unlessChanged(settlement, () -> calls.moveToReview(settlement, settlement));
        } else if (settlement.state() == SettlementState.REFUNDING) {
            refunds.resume(settlement);
        } else {
            processor.resume(settlement);
        }
    }
}

package dev.stead.payment.application;

import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes up what was left under way: after a crash, after an answer that was none, or when the caller's thread has had its time. Each is
 * leased before it is touched, so several processes over one store do not do the same work; if two did, keys and versions make it
 * harmless. Thread-safe.
 */
public final class Recovery {
    private static final int BATCH = 100;

    private final SettlementUpdates changes;
    private final SettlementFeed feed;
    private final Work work;
    private final Duration lease;

    /**
     * What carries a settlement on.
     *
     * @param courier payments
     * @param refunder refunds
     */
    public record Work(SettlementProcessor courier, RefundUseCase refunder) {}

    /** Leases each settlement for {@code lease}. */
    public Recovery(SettlementUpdates changes, SettlementFeed feed, Work work, Duration lease) {
        this.changes = changes;
        this.feed = feed;
        this.work = work;
        this.lease = lease;
    }

    /** What is due now, the longest due first; at most a batch. */
    public List<Settlement> due() {
        Instant now = changes.now();
        return changes.store().read(books -> books.settlements().due(now, BATCH));
    }

    /** Leases a due settlement and carries it on. False if somebody else was faster. */
    public boolean takeUp(Settlement due) {
        Instant until = changes.now().plus(lease);
        Optional<Settlement> leased =
                changes.store().write(books -> books.settlements().takeUp(due, until));
        leased.ifPresent(this::carryOn);
        return leased.isPresent();
    }

    /** Takes up, one after the other, what is due now. Gives how many it took up. */
    public int runOnce() {
        return (int) due().stream().filter(this::takeUp).count();
    }

    /** Tells watchers of changes that another process over the same store made. */
    public void tellWatchers() {
        for (SettlementId id : feed.watched()) {
            changes.store().read(books -> books.settlements().find(id)).ifPresent(feed::tellWatchers);
        }
    }

    /** How many settlements wait for a person. */
    public long inReview() {
        return changes.store().read(books -> books.settlements().inReview());
    }

    private void carryOn(Settlement settlement) {
        if (work.courier.hasTriedEnough(settlement)) {
            // Past the last try nothing is sent any more: whatever makes it fail each time, it comes to a person.
            work.courier.giveUp(settlement);
        } else if (settlement.state() == SettlementState.REFUNDING) {
            work.refunder.resume(settlement);
        } else {
            work.courier.resume(settlement);
        }
    }
}

package dev.stead.payment.domain;

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

    private final Changes changes;
    private final SettlementFeed feed;
    private final Work work;
    private final Duration lease;

    /**
     * What carries a settlement on.
     *
     * @param courier payments
     * @param refunder refunds
     */
    public record Work(Courier courier, Refunder refunder) {}

    /** Leases each settlement for {@code lease}. */
    public Recovery(Changes changes, SettlementFeed feed, Work work, Duration lease) {
        this.changes = changes;
        this.feed = feed;
        this.work = work;
        this.lease = lease;
    }

    /** Takes up, once, what is due now, at most a batch. Gives how many it took up. */
    public int runOnce() {
        Instant now = changes.now();
        List<Settlement> due = changes.store().read(books -> books.settlements().due(now, BATCH));
        int taken = 0;
        for (Settlement settlement : due) {
            Optional<Settlement> leased =
                    changes.store().write(books -> books.settlements().takeUp(settlement, now.plus(lease)));
            leased.ifPresent(this::carryOn);
            taken += leased.isPresent() ? 1 : 0;
        }
        return taken;
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
        if (settlement.state() == SettlementState.REFUNDING) {
            work.refunder.resume(settlement);
        } else {
            work.courier.resume(settlement);
        }
    }
}

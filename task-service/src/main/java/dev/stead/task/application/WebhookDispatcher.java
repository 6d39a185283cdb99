package dev.stead.task.application;

import dev.stead.mesh.time.Backoff;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.Micros;
import dev.stead.mesh.time.Parallel;
import dev.stead.task.application.port.InboxRecords.Undelivered;
import dev.stead.task.application.port.NotificationSender;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Brings every notification to the sink, at least once and in order a person, across restarts and with any number of processes: an
 * inbox is leased by compare-and-set, and how far it was delivered is kept. An inbox whose delivery fails waits alone and is tried again for ever.
 * It holds a batch in memory, whatever waits. Thread-safe.
 */
public final class WebhookDispatcher {
    /** One delivery; much shorter than a lease. */
    public static final Duration SLOWEST = Duration.ofSeconds(5);

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int INBOXES = 16;
    private static final int BATCH = 32;

    private final UnitOfWork store;
    private final NotificationSender sink;
    private final InstantSource clock;
    private final Backoff backoff;

    public WebhookDispatcher(UnitOfWork store, NotificationSender sink, Environment environment) {
        this.store = store;
        this.sink = sink;
        this.clock = environment.clock();
        this.backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), environment.random());
    }

    /** Delivers what is due, and says when to come again. */
    public Instant run() {
        Instant now = Micros.now(clock);
        List<Undelivered> due = store.read(records -> records.inboxes().undelivered(now, INBOXES));
        // Side by side: a receiver that is slow for one person must not hold up the others.
        Parallel.runAll(
                due.stream().<Runnable>map(inbox -> () -> deliver(inbox)).toList());
        if (due.size() == INBOXES) {
            return now;
        }
        Instant idle = now.plus(IDLE);
        Optional<Instant> next = store.read(records -> records.inboxes().nextDelivery());
        return next.filter(idle::isAfter).orElse(idle);
    }

    private void deliver(Undelivered inbox) {
        Instant end = Micros.now(clock).plus(LEASE);
        if (!store.write(records -> records.inboxes().lease(inbox, end))) {
            return;
        }
        long delivered = inbox.delivered();
        boolean failed = false;
        for (Notification next :
                store.read(records -> records.inboxes().after(inbox.personId(), inbox.delivered(), BATCH))) {
            if (clock.instant().plus(SLOWEST).isAfter(end)) {
                break;
            }
            if (!sink.deliver(inbox.personId(), next)) {
                failed = true;
                break;
            }
            delivered = next.cursor();
        }
        // Progress makes the next failure a first one again.
        int attempts = failed && delivered == inbox.delivered() ? inbox.attempts() + 1 : 0;
        Instant now = Micros.now(clock);
        Instant again = failed ? now.plus(backoff.delay(attempts)) : now;
        var after = new Undelivered(inbox.personId(), delivered, attempts, again);
        store.write(records -> records.inboxes().release(after, end));
    }
}

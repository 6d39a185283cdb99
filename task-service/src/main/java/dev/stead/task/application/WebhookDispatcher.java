package dev.stead.task.application;

import dev.stead.mesh.time.Backoff;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.Micros;
import dev.stead.mesh.time.Parallel;
import dev.stead.task.application.port.NotificationSender;
import dev.stead.task.application.port.Repositories.Inboxes.Undelivered;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Sends every notification, at least once and in order for each person, across restarts and with any number of processes: an inbox is
 * leased by compare-and-set, and how far it was delivered is stored. An inbox whose delivery fails waits alone and is retried for ever.
 * Holds one batch in memory, however many are waiting. Thread-safe.
 */
public final class WebhookDispatcher {
    /** Much longer than the timeout of one notification. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int INBOXES = 16;
    private static final int BATCH = 32;

    private final UnitOfWork unitOfWork;
    private final NotificationSender sender;
    private final InstantSource clock;
    private final Backoff backoff;

    public WebhookDispatcher(UnitOfWork unitOfWork, NotificationSender sender, Environment environment) {
        this.unitOfWork = unitOfWork;
        this.sender = sender;
        this.clock = environment.clock();
        this.backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), environment.random());
    }

    /** Delivers what is due, and returns when to run next. */
    public Instant run() {
        Instant now = Micros.now(clock);
        List<Undelivered> due =
                unitOfWork.read(repositories -> repositories.inboxes().findUndelivered(now, INBOXES));
        // Side by side: a receiver that is slow for one person must not hold up the others.
        Parallel.runAll(
                due.stream().<Runnable>map(inbox -> () -> deliver(inbox)).toList());
        if (due.size() == INBOXES) {
            return now;
        }
        Instant idle = now.plus(IDLE);
        return unitOfWork
                .read(repositories -> repositories.inboxes().nextDeliveryTime())
                .filter(idle::isAfter)
                .orElse(idle);
    }

    private void deliver(Undelivered inbox) {
        Instant end = Micros.now(clock).plus(LEASE);
        if (!unitOfWork.write(repositories -> repositories.inboxes().lease(inbox, end))) {
            return;
        }
        List<Notification> batch = unitOfWork.read(
                repositories -> repositories.inboxes().findAfter(inbox.personId(), inbox.delivered(), BATCH));
        long delivered = inbox.delivered();
        boolean failed = false;
        for (Notification notification : batch) {
            if (clock.instant().plus(NotificationSender.TIMEOUT).isAfter(end)) {
                break;
            }
            if (!sender.send(inbox.personId(), notification)) {
                failed = true;
                break;
            }
            delivered = notification.cursor();
        }
        // Progress makes the next failure a first one again.
        int attempts = failed && delivered == inbox.delivered() ? inbox.attempts() + 1 : 0;
        Instant now = Micros.now(clock);
        Instant next = failed ? now.plus(backoff.delay(attempts)) : now;
        var after = new Undelivered(inbox.personId(), delivered, attempts, next);
        unitOfWork.write(repositories -> repositories.inboxes().release(after, end));
    }
}

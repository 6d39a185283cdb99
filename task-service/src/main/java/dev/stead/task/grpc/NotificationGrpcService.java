package dev.stead.task.grpc;

import dev.stead.mesh.Unary;
import dev.stead.task.application.Inbox;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.grpc.NotificationWatch.Bookmark;
import dev.stead.task.v1.AcknowledgeNotificationsRequest;
import dev.stead.task.v1.AcknowledgeNotificationsResponse;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.WatchNotificationsRequest;
import dev.stead.task.v1.WatchNotificationsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The phones' calls about notifications. A watch is woken by the signal of this process, and regularly anyway, because another process
 * on the same database gives no signal here. Closing it ends all watches, so that a server need not wait for them while it drains.
 * Thread-safe.
 */
public final class NotificationGrpcService extends NotificationServiceGrpc.NotificationServiceImplBase
        implements AutoCloseable {
    private static final int MAX_WATCHES_PER_PERSON = 5;

    private final Inbox inbox;
    private final InboxSignal signal;
    private final Set<NotificationWatch> watches = ConcurrentHashMap.newKeySet();
    private final Executor rounds =
            round -> Thread.ofVirtual().name("notification-round").start(round);
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("notification-ticks").daemon().factory());
    private volatile boolean closed;

    /** @param pollInterval how often a watch reads its inbox without being woken */
    public NotificationGrpcService(Inbox inbox, InboxSignal signal, Duration pollInterval) {
        this.inbox = inbox;
        this.signal = signal;
        var _ = ticks.scheduleWithFixedDelay(
                () -> watches.forEach(NotificationWatch::wake),
                pollInterval.toMillis(),
                pollInterval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void watchNotifications(WatchNotificationsRequest request, StreamObserver<WatchNotificationsResponse> out) {
        PersonId person = Callers.person();
        requireRoom(person);
        var stream = (ServerCallStreamObserver<WatchNotificationsResponse>) out;
        var watch = new NotificationWatch(
                new Bookmark(person, inbox.begin(person, request.getAfterCursor())), inbox, stream, rounds);
        InboxSignal.Subscription subscription = signal.subscribe(person, watch::wake);
        watches.add(watch);
        Runnable ended = () -> {
            subscription.close();
            watches.remove(watch);
        };
        stream.setOnCancelHandler(ended);
        stream.setOnCloseHandler(ended);
        stream.setOnReadyHandler(watch::wake);
        if (closed) {
            watch.end();
        } else {
            watch.wake();
        }
    }

    @Override
    public void acknowledgeNotifications(
            AcknowledgeNotificationsRequest request, StreamObserver<AcknowledgeNotificationsResponse> out) {
        Unary.answer(
                out,
                () -> AcknowledgeNotificationsResponse.newBuilder()
                        .setAcknowledgedCursor(inbox.acknowledge(Callers.person(), request.getCursor()))
                        .build());
    }

    @Override
    public void close() {
        closed = true;
        ticks.close();
        watches.forEach(NotificationWatch::end);
    }

    private void requireRoom(PersonId person) {
        long open = watches.stream()
                .filter(watch -> watch.personId().equals(person))
                .count();
        if (open >= MAX_WATCHES_PER_PERSON) {
            throw new TaskException(
                    TaskError.TOO_MANY_WATCHES,
                    "a person has at most " + MAX_WATCHES_PER_PERSON + " watches open; close one");
        }
    }
}

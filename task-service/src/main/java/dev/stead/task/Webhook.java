package dev.stead.task;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.PeriodicTask;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.WebhookDispatcher;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.grpc.NotificationJson;
import dev.stead.task.webhook.WebhookSender;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What posts notifications, put together. */
record Webhook(UnitOfWork store, InboxSignal bell, TaskMetrics metrics, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

    /** Starts it and gives it to the lifecycle; it is woken after each commit that told somebody something. */
    void start(WebhookConfig config, Lifecycle lifecycle) {
        var sink =
                lifecycle.own(new WebhookSender(config.receiver(), config.signature(), NotificationJson::write, clock));
        var deliveries =
                new WebhookDispatcher(store, metrics.counted(sink), new Environment(clock, new SecureRandom()));
        var task = lifecycle.own(new PeriodicTask(
                "task-webhook", failure -> LOG.error("The webhook failed and is tried again", failure)));
        bell.listenForAnybody(() -> task.runBy(clock.instant()));
        metrics.showUndelivered(store);
        var _ = task.start(clock, deliveries::run);
    }
}

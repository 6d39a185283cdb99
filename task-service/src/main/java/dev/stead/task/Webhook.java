package dev.stead.task;

import dev.stead.mesh.Lifecycle;
import dev.stead.task.application.Alarm;
import dev.stead.task.application.Circumstances;
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
                new WebhookDispatcher(store, metrics.counted(sink), new Circumstances(clock, new SecureRandom()));
        var alarm = lifecycle.own(
                new Alarm("task-webhook", clock, fault -> LOG.error("The webhook failed and is tried again", fault)));
        bell.listenForAnybody(() -> alarm.ringBy(clock.instant()));
        metrics.showUndelivered(store);
        var _ = alarm.start(deliveries::run);
    }
}

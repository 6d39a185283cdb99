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

/** The sending of notifications, wired. */
record Webhook(UnitOfWork unitOfWork, InboxSignal signal, TaskMetrics metrics, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

    /** Starts it and gives it to the lifecycle; it runs after each commit that notified somebody. */
    void start(WebhookConfig config, Lifecycle lifecycle) {
        var sender =
                lifecycle.own(new WebhookSender(config.receiver(), config.signature(), NotificationJson::write, clock));
        var dispatcher =
                new WebhookDispatcher(unitOfWork, metrics.counted(sender), new Environment(clock, new SecureRandom()));
        var task = lifecycle.own(new PeriodicTask(
                "task-webhook",
                failure -> LOG.error("Sending notifications failed; retrying in five seconds", failure)));
        signal.subscribeToAll(() -> task.runBy(clock.instant()));
        metrics.showUndelivered(unitOfWork);
        var _ = task.start(clock, dispatcher::run);
    }
}

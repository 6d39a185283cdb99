package dev.stead.task;

import dev.stead.mesh.Lifecycle;
import dev.stead.task.domain.Alarm;
import dev.stead.task.domain.Bell;
import dev.stead.task.domain.Circumstances;
import dev.stead.task.domain.Deliveries;
import dev.stead.task.domain.RecordStore;
import dev.stead.task.grpc.NotificationJson;
import dev.stead.task.webhook.HttpSink;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What posts notifications, put together. */
record Webhook(RecordStore store, Bell bell, TaskMetrics metrics, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

    /** Starts it and gives it to the lifecycle; it is woken after each commit that told somebody something. */
    void start(WebhookConfig config, Lifecycle lifecycle) {
        var sink = lifecycle.own(new HttpSink(config.receiver(), config.signature(), NotificationJson::write, clock));
        var deliveries = new Deliveries(store, metrics.counted(sink), new Circumstances(clock, new SecureRandom()));
        var alarm = lifecycle.own(
                new Alarm("task-webhook", clock, fault -> LOG.error("The webhook failed and is tried again", fault)));
        bell.listenForAnybody(() -> alarm.ringBy(clock.instant()));
        metrics.showUndelivered(store);
        var _ = alarm.start(deliveries::run);
    }
}

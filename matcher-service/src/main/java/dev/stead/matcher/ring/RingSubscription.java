package dev.stead.matcher.ring;

import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.ring.PublishedRings.Published;
import dev.stead.mesh.time.PeriodicTask;
import dev.stead.task.v1.Ring;
import dev.stead.task.v1.RingServiceGrpc;
import dev.stead.task.v1.WatchRingsRequest;
import dev.stead.task.v1.WatchRingsResponse;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps rings current: watches those of the task service, and begins again where it stopped when the stream ends or says nothing for too
 * long. Identification goes on meanwhile with what is there. Owns its thread, not the channel.
 */
public final class RingSubscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RingSubscription.class);
    private static final Duration BETWEEN_STREAMS = Duration.ofMillis(500);
    /** The task service sends something every five seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(15);
    /** Then it is opened again, at another task service if there are several. */
    private static final Duration ONE_STREAM = Duration.ofHours(1);

    private final Channel channel;
    private final PublishedRings rings;
    private final PeriodicTask task =
            new PeriodicTask("rings", failure -> LOG.error("The rings are not watched", failure));
    /** Used by the task's thread only, as everything below. */
    private String position = "";

    private boolean isSilent;

    private RingSubscription(Channel channel, PublishedRings rings) {
        this.channel = channel;
        this.rings = rings;
    }

    /** Starts to watch. */
    public static RingSubscription start(Channel channel, PublishedRings rings, MeterRegistry registry) {
        Gauge.builder("stead_rings", rings, PublishedRings::inUse)
                .description("Rings with somebody in them that comparisons use")
                .register(registry);
        Gauge.builder("stead_rings_age", rings, PublishedRings::ageSeconds)
                .baseUnit("seconds")
                .description("Since the task service last confirmed the rings")
                .register(registry);
        var subscription = new RingSubscription(channel, rings);
        var _ = subscription.task.startWithFixedDelay(Duration.ZERO, BETWEEN_STREAMS, subscription::watch);
        return subscription;
    }

    private void watch() {
        BlockingClientCall<?, WatchRingsResponse> stream = RingServiceGrpc.newBlockingV2Stub(channel)
                .withDeadlineAfter(ONE_STREAM)
                .watchRings(WatchRingsRequest.newBuilder()
                        .setAfterPosition(position)
                        .build());
        try {
            for (WatchRingsResponse next = read(stream); next != null; next = read(stream)) {
                take(next);
                told(false, "");
            }
        } catch (StatusException | TimeoutException ended) {
            told(
                    true,
                    ended instanceof StatusException status
                            ? status.getStatus().getCode().name()
                            : "silent");
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            stream.cancel("the rings are watched anew", null);
        }
    }

    private static @Nullable WatchRingsResponse read(BlockingClientCall<?, WatchRingsResponse> stream)
            throws InterruptedException, TimeoutException, StatusException {
        return stream.read(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void take(WatchRingsResponse message) {
        if (message.getReset()) {
            rings.restart();
        }
        boolean complete = !message.getPosition().isEmpty();
        rings.put(message.getRingsList().stream().map(RingSubscription::ring).toList(), complete);
        if (complete) {
            position = message.getPosition();
        }
    }

    private static Published ring(Ring message) {
        return new Published(
                message.getRingId(),
                message.getSubjectIdsList().stream().map(SubjectId::new).collect(Collectors.toSet()),
                message.getWiderRingId());
    }

    /** Says once that they cannot be watched, and once that they can be again. */
    private void told(boolean silent, String why) {
        if (silent && !isSilent) {
            LOG.warn("The rings of the task service are not watched ({}); comparing with those from before", why);
        } else if (!silent && isSilent) {
            LOG.info("The rings of the task service are watched again");
        }
        isSilent = silent;
    }

    @Override
    public void close() {
        task.close(Duration.ofMillis(10));
    }
}

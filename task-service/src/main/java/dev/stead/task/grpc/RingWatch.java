package dev.stead.task.grpc;

import dev.stead.task.application.TaskRings;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.ring.Ring;
import dev.stead.task.v1.WatchRingsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A matcher's watch of the rings, after a version. It sends nothing before the rings were refreshed once: they may be old. */
final class RingWatch extends Watch<WatchRingsResponse> {
    /** What messages are kept under, but for one ring that is larger alone. */
    private static final int BATCH_BYTES = 256 * 1024;

    private final TaskRings rings;
    private final AtomicBoolean due = new AtomicBoolean(true);
    private volatile boolean refreshed;
    /** Here and below: only touched by the round that runs. */
    private boolean reset;

    private long version;
    /** Up to which version the rings were there at the start, if all are sent. */
    private long start = -1;

    /** @param position as a message of an earlier watch gave it; any other begins anew */
    RingWatch(String position, TaskRings rings, ServerCallStreamObserver<WatchRingsResponse> out, Executor executor) {
        super(out, executor);
        this.rings = rings;
        OptionalLong known = versionOf(position, rings);
        this.version = known.orElse(0);
        this.reset = known.isEmpty();
    }

    private static OptionalLong versionOf(String position, TaskRings rings) {
        String own = rings.instance() + ":";
        try {
            long version = position.startsWith(own) ? Long.parseLong(position.substring(own.length())) : -1;
            return version >= 0 && version <= rings.version() ? OptionalLong.of(version) : OptionalLong.empty();
        } catch (NumberFormatException notOurs) {
            return OptionalLong.empty();
        }
    }

    /**
     * The rings were refreshed.
     *
     * @param say whether to send a message even if nothing has changed
     */
    void refreshed(boolean say) {
        refreshed = true;
        if (say) {
            due.set(true);
        }
        wake();
    }

    @Override
    void sendWhileReady(ServerCallStreamObserver<WatchRingsResponse> to) {
        if (!refreshed) {
            return;
        }
        if (start < 0) {
            start = reset ? rings.version() : 0;
        }
        while (to.isReady()) {
            boolean say = due.getAndSet(false);
            WatchRingsResponse next = next();
            if (next.getRingsCount() == 0 && !say) {
                return;
            }
            to.onNext(next);
            reset = false;
        }
    }

    private WatchRingsResponse next() {
        var message = WatchRingsResponse.newBuilder().setReset(reset);
        int bytes = 0;
        for (Map.Entry<Long, Ring> changed : rings.after(version).entrySet()) {
            dev.stead.task.v1.Ring ring = write(changed.getValue());
            bytes += ring.getSerializedSize();
            if (bytes > BATCH_BYTES && message.getRingsCount() > 0) {
                return message.setPosition(version < start ? "" : position()).build();
            }
            message.addRings(ring);
            version = changed.getKey();
        }
        return message.setPosition(position()).build();
    }

    private String position() {
        return rings.instance() + ":" + version;
    }

    private static dev.stead.task.v1.Ring write(Ring ring) {
        var message = dev.stead.task.v1.Ring.newBuilder().setRingId(ring.id().toString());
        ring.subjects().stream().map(PersonId::value).forEach(message::addSubjectIds);
        if (ring.wider() != null) {
            message.setWiderRingId(ring.wider().toString());
        }
        return message.build();
    }
}

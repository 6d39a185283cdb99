package dev.stead.mesh;

import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the open streams of a service that stops: a stream may live for days, and nobody would wait for it. Clients open it again,
 * at the process that follows. Thread-safe.
 */
public final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Context.Key<OpenStream> KEY = Context.key("stead-stream");

    private final Set<OpenStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean begun;

    Drain() {}

    /**
     * For the handler of a stream, while it opens: it ends the stream itself, with {@link #problem}, when it has finished what it has
     * begun. Without this the stream is ended at once.
     *
     * @param end called once, by any thread
     */
    public static void endBy(Runnable end) {
        OpenStream current = KEY.get();
        if (current != null) {
            current.end = end;
        }
    }

    /** How such a stream ends. */
    public static Problem problem() {
        return Problem.of(
                        Status.Code.UNAVAILABLE,
                        "DRAINING",
                        "The service is stopping, and ends its streams: open the stream again.")
                .retryAfter(Duration.ofSeconds(1));
    }

    /** Ends what is open, and what is opened from now on. */
    void begin() {
        begun = true;
        streams.forEach(OpenStream::end);
    }

    /** @param end how the stream ends, unless its handler says otherwise */
    OpenStream open(Runnable end) {
        var stream = new OpenStream(end);
        streams.add(stream);
        return stream;
    }

    /** A stream, until it is closed. */
    final class OpenStream {
        private volatile Runnable end;

        private OpenStream(Runnable end) {
            this.end = end;
        }

        /** Starts the handler. */
        <T> T start(Supplier<T> handler) {
            Context within = Context.current().withValue(KEY, this);
            Context before = within.attach();
            try {
                return handler.get();
            } catch (RuntimeException e) {
                close();
                throw e;
            } finally {
                within.detach(before);
            }
        }

        /** After the start, when its end can be answered: the drain may have begun meanwhile. */
        void started() {
            if (begun) {
                end();
            }
        }

        void close() {
            streams.remove(this);
        }

        /** The first to remove it ends it. */
        private void end() {
            if (streams.remove(this)) {
                try {
                    end.run();
                } catch (RuntimeException e) {
                    LOG.warn("A stream could not be ended; it is cut off", e);
                }
            }
        }
    }
}

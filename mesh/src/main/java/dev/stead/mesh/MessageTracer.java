package dev.stead.mesh;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.Optional;

/**
 * Watches a message arrive, and has its call refused as soon as more of it has come than the method takes. The transport would
 * either collect all of it or, at its own limit, end the call without a reason. What comes after the refusal is thrown away.
 *
 * <p>The transport tells it of bytes on the event loop, and only after the handler has asked for a message, which is after
 * {@link #limit}.
 */
final class MessageTracer extends ServerStreamTracer {
    private static final Context.Key<MessageTracer> KEY = Context.key("stead-message");
    private static final SizeLimit UNLIMITED = new SizeLimit(Long.MAX_VALUE, () -> {});

    private volatile SizeLimit allowed = UNLIMITED;

    /** Of the event loop. */
    private long bytes;

    private record SizeLimit(long limit, Runnable refuse) {}

    /** The tracer of the current call; a server in the process itself has none. */
    static Optional<MessageTracer> current() {
        return Optional.ofNullable(KEY.get());
    }

    /** @param refuse called once, by the event loop */
    void limit(int limit, Runnable refuse) {
        allowed = new SizeLimit(limit, refuse);
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    @Override
    public void inboundMessage(int number) {
        bytes = 0;
    }

    @Override
    public void inboundWireSize(long more) {
        bytes += more;
        SizeLimit current = allowed;
        if (bytes > current.limit()) {
            allowed = UNLIMITED;
            current.refuse().run();
        }
    }

    /** One tracer for each call. */
    static final class Factory extends ServerStreamTracer.Factory {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
            return new MessageTracer();
        }
    }
}

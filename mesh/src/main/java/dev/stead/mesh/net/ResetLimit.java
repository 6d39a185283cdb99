package dev.stead.mesh.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import io.grpc.Attributes;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts resets: calls whose caller went away before the answer, be it that they cancelled, that their deadline was over or that
 * they dropped a stream. Some are ordinary life; a flood of them makes a server work for nobody (CVE-2023-44487).
 *
 * <p>The transport counts those of a connection and closes it when there are too many, with everybody whom a gateway carries on
 * it. So here, well before, a single device or person with too many has their own calls refused until the window is over. Gateways
 * and services speak for many, and have the connection's limit only.
 */
public final class ResetLimit extends ServerTransportFilter implements ServerInterceptor {
    private static final Attributes.Key<Resets> RESETS = Attributes.Key.create("stead-resets");

    private final int limit;
    private final Duration window;
    private final LongSupplier nanos;

    /**
     * @param limit resets of one caller on one connection in a window
     * @param nanos a monotonic clock, such as {@link System#nanoTime}
     */
    public ResetLimit(int limit, Duration window, LongSupplier nanos) {
        this.limit = limit;
        this.window = window;
        this.nanos = nanos;
    }

    @Override
    public Attributes transportReady(Attributes connection) {
        return connection.toBuilder().set(RESETS, new Resets(nanos.getAsLong())).build();
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Resets resets = call.getAttributes().get(RESETS);
        Caller caller = Caller.current();
        if (resets == null || !isLimited(caller)) {
            return next.startCall(call, headers);
        }
        resets.pause(caller).ifPresent(pause -> {
            throw refusal(pause);
        });
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onCancel() {
                resets.count(caller);
                super.onCancel();
            }
        };
    }

    private RuntimeException refusal(Duration pause) {
        return Problem.of(
                        Status.Code.RESOURCE_EXHAUSTED,
                        "TOO_MANY_RESETS",
                        "This caller cancelled, dropped or gave up " + limit + " calls within " + window.toSeconds()
                                + " s: let calls end, or allow them more time.")
                .retryAfter(pause)
                .asException();
    }

    private static boolean isLimited(Caller caller) {
        return switch (caller) {
            case Caller.Terminal _, Caller.Merchant _, Caller.Operator _, Caller.Person _ -> true;
            case Caller.Service _, Caller.Gateway _ -> false;
        };
    }

    /** Of one connection. Its size is bounded by the transport's limit: each entry cost a reset. Thread-safe. */
    private final class Resets {
        @GuardedBy("this")
        private final Map<Caller, Integer> counts = new HashMap<>();

        @GuardedBy("this")
        private long begun;

        Resets(long begun) {
            this.begun = begun;
        }

        synchronized void count(Caller caller) {
            renew();
            counts.merge(caller, 1, Integer::sum);
        }

        /** How long the caller has to wait; empty if not at all. */
        synchronized Optional<Duration> pause(Caller caller) {
            long left = renew();
            return counts.getOrDefault(caller, 0) < limit ? Optional.empty() : Optional.of(Duration.ofNanos(left));
        }

        /** The nanoseconds that are left of the window; begins another if it is over. */
        @GuardedBy("this")
        private long renew() {
            long now = nanos.getAsLong();
            if (now - begun >= window.toNanos()) {
                begun = now;
                counts.clear();
            }
            return window.toNanos() - (now - begun);
        }
    }
}

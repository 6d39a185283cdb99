package dev.stead.mesh.net;

import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import io.grpc.Attributes;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a device at the edge (terminal, merchant, operator) have fewer concurrent calls on its connection than a service or
 * gateway, which carries the calls of many. HTTP/2 itself has one limit for all, announced before it is known who connects.
 */
public final class ConnectionShare extends ServerTransportFilter implements ServerInterceptor {
    private static final Attributes.Key<AtomicInteger> CALLS = Attributes.Key.create("stead-calls");

    private final int limit;

    /** @param limit concurrent calls of one connection of a device */
    public ConnectionShare(int limit) {
        this.limit = limit;
    }

    @Override
    public Attributes transportReady(Attributes connection) {
        return connection.toBuilder().set(CALLS, new AtomicInteger()).build();
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        AtomicInteger calls = call.getAttributes().get(CALLS);
        if (calls == null || !isLimited(Caller.current())) {
            return next.startCall(call, headers);
        }
        if (calls.incrementAndGet() > limit) {
            calls.decrementAndGet();
            throw Problem.of(
                            Status.Code.RESOURCE_EXHAUSTED,
                            "TOO_MANY_CALLS",
                            "A connection of this caller has at most " + limit
                                    + " concurrent calls: wait for some to end.")
                    .asException();
        }
        var open = new AtomicBoolean(true);
        Runnable end = () -> {
            if (open.compareAndSet(true, false)) {
                calls.decrementAndGet();
            }
        };
        return start(call, headers, next, end);
    }

    private static <ReqT, RespT> ServerCall.Listener<ReqT> start(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next, Runnable end) {
        var counted = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                end.run();
                super.close(status, trailers);
            }
        };
        try {
            return new SimpleForwardingServerCallListener<>(next.startCall(counted, headers)) {
                @Override
                public void onComplete() {
                    end.run();
                    super.onComplete();
                }

                @Override
                public void onCancel() {
                    end.run();
                    super.onCancel();
                }
            };
        } catch (RuntimeException e) {
            end.run();
            throw e;
        }
    }

    private static boolean isLimited(Caller caller) {
        return switch (caller) {
            case Caller.Terminal _, Caller.Merchant _, Caller.Operator _ -> true;
            case Caller.Service _, Caller.Gateway _, Caller.Person _ -> false;
        };
    }
}

package dev.stead.mesh;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * No unary call runs for longer than a maximum, whatever the caller asked for: the calls it makes itself inherit the rest of
 * the time. Streams may last, their messages are limited by the handler.
 */
final class DeadlineInterceptor implements ServerInterceptor {
    private final Duration longest;
    private final ScheduledExecutorService timer;

    DeadlineInterceptor(Duration longest, ScheduledExecutorService timer) {
        this.longest = longest;
        this.timer = timer;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        Deadline latest = Deadline.after(longest.toNanos(), TimeUnit.NANOSECONDS);
        Deadline asked = Context.current().getDeadline();
        if (asked != null && asked.isBefore(latest)) {
            return next.startCall(call, headers);
        }
        Context.CancellableContext context = Context.current().withDeadline(latest, timer);
        ServerCall.Listener<Q> listener = Contexts.interceptCall(context, call, headers, next);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onComplete() {
                super.onComplete();
                context.cancel(null);
            }

            @Override
            public void onCancel() {
                super.onCancel();
                context.cancel(null);
            }
        };
    }
}

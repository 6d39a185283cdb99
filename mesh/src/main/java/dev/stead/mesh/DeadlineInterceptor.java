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
 * Gives every unary call a deadline of at most {@code longest}, whatever the caller asked for; the calls that it makes inherit
 * what is left. Streams have none: their handlers limit each message.
 */
final class DeadlineInterceptor implements ServerInterceptor {
    private final Duration longest;
    private final ScheduledExecutorService timer;

    DeadlineInterceptor(Duration longest, ScheduledExecutorService timer) {
        this.longest = longest;
        this.timer = timer;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        Deadline latest = Deadline.after(longest.toNanos(), TimeUnit.NANOSECONDS);
        Deadline asked = Context.current().getDeadline();
        if (asked != null && asked.isBefore(latest)) {
            return next.startCall(call, headers);
        }
        Context.CancellableContext context = Context.current().withDeadline(latest, timer);
        ServerCall.Listener<ReqT> listener = Contexts.interceptCall(context, call, headers, next);
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

package dev.stead.mesh.net;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** No unary call waits for ever: one without a deadline and without a policy gets the channel's own. */
final class DefaultDeadline implements ClientInterceptor {
    private final Duration deadline;
    private final Set<String> withPolicy;

    DefaultDeadline(Duration deadline, Set<String> withPolicy) {
        this.deadline = deadline;
        this.withPolicy = withPolicy;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        boolean bounded = method.getType() != MethodType.UNARY
                || options.getDeadline() != null
                || withPolicy.contains(method.getFullMethodName());
        return next.newCall(
                method, bounded ? options : options.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS));
    }
}

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

/** Gives unary calls without a deadline and without a policy the channel's own deadline, so that none waits for ever. */
final class DefaultDeadline implements ClientInterceptor {
    private final Duration deadline;
    private final Set<String> withPolicy;

    DefaultDeadline(Duration deadline, Set<String> withPolicy) {
        this.deadline = deadline;
        this.withPolicy = withPolicy;
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
            MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
        boolean bounded = method.getType() != MethodType.UNARY
                || options.getDeadline() != null
                || withPolicy.contains(method.getFullMethodName());
        return next.newCall(
                method, bounded ? options : options.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS));
    }
}

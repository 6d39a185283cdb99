package dev.stead.mesh.observe;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/** Sends the trace of the current call to the next service, or begins one. */
public final class ClientTrace implements ClientInterceptor {
    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
            MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
        TraceContext current = TraceContext.KEY.get();
        TraceContext trace = current == null ? TraceContext.begin() : current.next();
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<RespT> responseListener, Metadata headers) {
                headers.put(TraceContext.HEADER, trace.header());
                super.start(responseListener, headers);
            }
        };
    }
}

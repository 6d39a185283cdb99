package dev.stead.mesh.observe;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.slf4j.MDC;

/** Gives every call a trace, the caller's or a new one, and adds its id to every line that the call logs. */
public final class TraceInterceptor implements ServerInterceptor {
    /** The names in the log's diagnostic context. */
    static final String TRACE = "trace";

    static final String METHOD = "method";
    static final String REQUEST = "request";

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        TraceContext trace = TraceContext.parse(headers.get(TraceContext.HEADER))
                .map(TraceContext::next)
                .orElseGet(TraceContext::begin);
        String method = call.getMethodDescriptor().getBareMethodName();
        var labels = new Labels(trace.traceId(), method == null ? "" : method);
        labels.set();
        try {
            Context context = Context.current().withValue(TraceContext.KEY, trace);
            return new Labelled<>(Contexts.interceptCall(context, call, headers, next), labels);
        } finally {
            Labels.clear();
        }
    }

    /** Adds the request id to the log lines of the current call, until its current step is over. */
    public static void noteRequest(String requestId) {
        if (MDC.get(TRACE) != null) {
            MDC.put(REQUEST, requestId);
        }
    }

    private record Labels(String trace, String method) {
        void set() {
            MDC.put(TRACE, trace);
            MDC.put(METHOD, method);
        }

        static void clear() {
            MDC.remove(TRACE);
            MDC.remove(METHOD);
            MDC.remove(REQUEST);
        }
    }

    /** Each step of a call may run on another thread, which serves another call afterwards. */
    private static final class Labelled<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
        private final Labels labels;

        Labelled(ServerCall.Listener<ReqT> delegate, Labels labels) {
            super(delegate);
            this.labels = labels;
        }

        @Override
        public void onMessage(ReqT message) {
            with(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            with(super::onHalfClose);
        }

        @Override
        public void onCancel() {
            with(super::onCancel);
        }

        @Override
        public void onComplete() {
            with(super::onComplete);
        }

        @Override
        public void onReady() {
            with(super::onReady);
        }

        private void with(Runnable step) {
            labels.set();
            try {
                step.run();
            } finally {
                Labels.clear();
            }
        }
    }
}

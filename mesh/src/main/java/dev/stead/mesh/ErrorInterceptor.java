package dev.stead.mesh;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every exception of a handler as a {@link Problem}: that of the first {@link ErrorMapper} that knows it, or the
 * exception's own ({@link ProblemException}). An unknown one is INTERNAL with an incident id, under which the log has the stack trace.
 */
public final class ErrorInterceptor implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorInterceptor.class);

    private final List<ErrorMapper> mappers;

    public ErrorInterceptor(List<ErrorMapper> mappers) {
        this.mappers = List.copyOf(mappers);
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        var answering = new Answering<>(call);
        try {
            return new Guarded<>(next.startCall(answering, headers), answering);
        } catch (RuntimeException e) {
            answering.fail(e);
            return new ServerCall.Listener<>() {};
        }
    }

    /** The answer to an exception; for handlers that answer inside a stream. */
    public StatusRuntimeException toStatus(RuntimeException exception) {
        if (exception instanceof StatusRuntimeException status) {
            return status;
        }
        for (ErrorMapper mapper : mappers) {
            Problem problem = mapper.map(exception);
            if (problem != null) {
                return problem.asException();
            }
        }
        if (exception instanceof ProblemException known) {
            LOG.warn("{}", known.getMessage(), known);
            return known.problem().asException();
        }
        String incident = UUID.randomUUID().toString();
        LOG.error("Incident {}", incident, exception);
        return Problem.of(Status.Code.INTERNAL, "INTERNAL", "Unexpected error, logged as incident " + incident + ".")
                .with("incident", incident)
                .asException();
    }

    private final class Answering<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
        private boolean closed;

        Answering(ServerCall<ReqT, RespT> call) {
            super(call);
        }

        /** {@code StreamObserver.onError} hides the exception in a status of UNKNOWN. */
        @Override
        public void close(Status status, Metadata trailers) {
            closed = true;
            Optional<RuntimeException> hidden = hidden(status);
            if (hidden.isPresent()) {
                StatusRuntimeException known = toStatus(hidden.get());
                Metadata details = known.getTrailers();
                super.close(known.getStatus(), details == null ? trailers : details);
            } else {
                super.close(status, trailers);
            }
        }

        void fail(RuntimeException exception) {
            StatusRuntimeException status = toStatus(exception);
            if (!closed) {
                Metadata details = status.getTrailers();
                close(status.getStatus(), details == null ? new Metadata() : details);
            }
        }

        private Optional<RuntimeException> hidden(Status status) {
            @Nullable Throwable cause = status.getCause();
            return status.getCode() == Status.Code.UNKNOWN && cause instanceof RuntimeException exception
                    ? Optional.of(exception)
                    : Optional.empty();
        }
    }

    private static final class Guarded<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
        private final ErrorInterceptor.Answering<?, ?> call;

        Guarded(ServerCall.Listener<ReqT> delegate, ErrorInterceptor.Answering<?, ?> call) {
            super(delegate);
            this.call = call;
        }

        @Override
        public void onMessage(ReqT message) {
            guard(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guard(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guard(super::onReady);
        }

        @Override
        public void onCancel() {
            guard(super::onCancel);
        }

        @Override
        public void onComplete() {
            guard(super::onComplete);
        }

        private void guard(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException e) {
                call.fail(e);
            }
        }
    }
}

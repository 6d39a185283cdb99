package dev.stead.mesh;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Attributes;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.SecurityLevel;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Limits the size of messages by method; the transport has only one limit for the whole server. Interceptors see bytes; behind
 * them the length is checked and then the message is parsed, so that both kinds of bad request are answered as problems. What is
 * too large is refused as soon as that much of it has come: {@link MessageTracer}.
 */
public final class MessageLimit {
    private MessageLimit() {}

    /** The answer to a message that is too large; for handlers with a limit of their own that answer inside a stream. */
    public static Problem tooLarge(MethodDescriptor<?, ?> method, int limit) {
        return Problem.of(
                        Status.Code.RESOURCE_EXHAUSTED,
                        "MESSAGE_TOO_LARGE",
                        "The message is too large: " + method.getFullMethodName() + " takes at most " + limit
                                + " bytes. Send less.")
                .with("limit", Integer.toString(limit));
    }

    /**
     * @param limits by full method name, in bytes
     * @param ends ends open streams and calls without a request by the same refusal
     */
    static ServerServiceDefinition apply(ServerServiceDefinition service, ToIntFunction<String> limits, Ends ends) {
        List<ServerMethodDefinition<?, ?>> methods = service.getMethods().stream()
                .<ServerMethodDefinition<?, ?>>map(method -> limit(method, limits, ends))
                .toList();
        ServiceDescriptor original = service.getServiceDescriptor();
        var descriptor =
                ServiceDescriptor.newBuilder(original.getName()).setSchemaDescriptor(original.getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        var limited = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(limited::addMethod);
        return limited.build();
    }

    /** What ends a call besides its handler. */
    record Ends(Drain drain, RequestDeadline requests) {}

    private static <ReqT, RespT> ServerMethodDefinition<InputStream, RespT> limit(
            ServerMethodDefinition<ReqT, RespT> method, ToIntFunction<String> limits, Ends ends) {
        MethodDescriptor<ReqT, RespT> descriptor = method.getMethodDescriptor();
        MethodDescriptor<InputStream, RespT> unparsed = descriptor.toBuilder(
                        new Unparsed(), descriptor.getResponseMarshaller())
                .build();
        int limit = limits.applyAsInt(descriptor.getFullMethodName());
        return ServerMethodDefinition.create(
                unparsed, new Parsing<>(descriptor, method.getServerCallHandler(), limit, ends));
    }

    record Unparsed() implements Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return stream;
        }
    }

    private record Parsing<ReqT, RespT>(
            MethodDescriptor<ReqT, RespT> method, ServerCallHandler<ReqT, RespT> handler, int limit, Ends ends)
            implements ServerCallHandler<InputStream, RespT> {
        @Override
        public ServerCall.Listener<InputStream> startCall(ServerCall<InputStream, RespT> call, Metadata headers) {
            var typed = new Typed<>(call, method);
            MessageTracer.current()
                    .ifPresent(arriving -> arriving.limit(limit, () -> typed.refuse(tooLarge(method, limit))));
            Runnable requested =
                    method.getType().clientSendsOneMessage() ? ends.requests.open(typed::refuse) : () -> {};
            try {
                if (method.getType() == MethodDescriptor.MethodType.UNARY) {
                    return parsing(handler.startCall(typed, headers), requested, () -> {});
                }
                Drain.OpenStream stream = ends.drain.open(() -> typed.refuse(Drain.problem()));
                ServerCall.Listener<ReqT> listener = stream.start(() -> handler.startCall(typed, headers));
                stream.started();
                return parsing(listener, requested, stream::close);
            } catch (RuntimeException e) {
                requested.run();
                throw e;
            }
        }

        private ServerCall.Listener<InputStream> parsing(
                ServerCall.Listener<ReqT> listener, Runnable requested, Runnable end) {
            return new ServerCall.Listener<>() {
                private boolean refused;
                private boolean came;

                @Override
                public void onMessage(InputStream message) {
                    refused = true;
                    ReqT parsed = parse(message);
                    came = true;
                    refused = false;
                    listener.onMessage(parsed);
                }

                // The handler would miss the message that was refused, and close the call a second time.
                @Override
                public void onHalfClose() {
                    requested.run();
                    if (!refused) {
                        if (!came && method.getType().clientSendsOneMessage()) {
                            throw malformed();
                        }
                        listener.onHalfClose();
                    }
                }

                @Override
                public void onCancel() {
                    requested.run();
                    end.run();
                    listener.onCancel();
                }

                @Override
                public void onComplete() {
                    requested.run();
                    end.run();
                    listener.onComplete();
                }

                @Override
                public void onReady() {
                    listener.onReady();
                }
            };
        }

        private ReqT parse(InputStream message) {
            try (message) {
                if (message instanceof KnownLength) {
                    if (message.available() > limit) {
                        throw tooLarge(method, limit).asException();
                    }
                    return method.parseRequest(message);
                }
                // It was compressed: nobody knows how much it will be.
                byte[] bytes = message.readNBytes(limit + 1);
                if (bytes.length > limit) {
                    throw tooLarge(method, limit).asException();
                }
                return method.parseRequest(new ByteArrayInputStream(bytes));
            } catch (StatusRuntimeException e) {
                throw e.getStatus().getCode() == Status.Code.INTERNAL ? malformed() : e;
            } catch (IOException damaged) {
                throw malformed();
            }
        }

        private RuntimeException malformed() {
            return Problem.of(
                            Status.Code.INVALID_ARGUMENT,
                            "MESSAGE_MALFORMED",
                            "The request is not a message of " + method.getFullMethodName()
                                    + ": check the version of the contract.")
                    .asException();
        }
    }

    /** The call with the types that the handler knows. After a refusal, which comes from the event loop, it takes nothing more. */
    private static final class Typed<ReqT, RespT> extends ServerCall<ReqT, RespT> {
        private final ServerCall<InputStream, RespT> call;
        private final MethodDescriptor<ReqT, RespT> method;
        private final Lock sending = new ReentrantLock();

        @GuardedBy("sending")
        private boolean closed;

        @GuardedBy("sending")
        private boolean refused;

        Typed(ServerCall<InputStream, RespT> call, MethodDescriptor<ReqT, RespT> method) {
            this.call = call;
            this.method = method;
        }

        @Override
        public MethodDescriptor<ReqT, RespT> getMethodDescriptor() {
            return method;
        }

        @Override
        public void request(int messages) {
            call.request(messages);
        }

        @Override
        public void sendHeaders(Metadata headers) {
            sending.lock();
            try {
                if (!refused) {
                    call.sendHeaders(headers);
                }
            } finally {
                sending.unlock();
            }
        }

        @Override
        public void sendMessage(RespT message) {
            sending.lock();
            try {
                if (!refused) {
                    call.sendMessage(message);
                }
            } finally {
                sending.unlock();
            }
        }

        @Override
        public boolean isReady() {
            return call.isReady();
        }

        @Override
        public void close(Status status, Metadata trailers) {
            sending.lock();
            try {
                if (!refused) {
                    closed = true;
                    call.close(status, trailers);
                }
            } finally {
                sending.unlock();
            }
        }

        void refuse(Problem problem) {
            StatusRuntimeException exception = problem.asException();
            Metadata details = exception.getTrailers();
            sending.lock();
            try {
                refused = true;
                if (!closed) {
                    closed = true;
                    call.close(exception.getStatus(), details == null ? new Metadata() : details);
                }
            } finally {
                sending.unlock();
            }
        }

        @Override
        public boolean isCancelled() {
            return call.isCancelled();
        }

        @Override
        public void setMessageCompression(boolean enabled) {
            call.setMessageCompression(enabled);
        }

        @Override
        public void setCompression(String compressor) {
            call.setCompression(compressor);
        }

        @Override
        public void setOnReadyThreshold(int bytes) {
            call.setOnReadyThreshold(bytes);
        }

        @Override
        public SecurityLevel getSecurityLevel() {
            return call.getSecurityLevel();
        }

        @Override
        public Attributes getAttributes() {
            return call.getAttributes();
        }

        @Override
        public @Nullable String getAuthority() {
            return call.getAuthority();
        }
    }
}

package dev.stead.mesh;

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
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Limits the size of messages by method; the transport has only one limit for the whole server. Interceptors see bytes; behind
 * them the length is checked and then the message is parsed, so that both kinds of bad request are answered as problems.
 */
final class MessageLimit {
    private MessageLimit() {}

    static ServerServiceDefinition apply(ServerServiceDefinition service, ToIntFunction<String> limits) {
        List<ServerMethodDefinition<?, ?>> methods = service.getMethods().stream()
                .<ServerMethodDefinition<?, ?>>map(method -> limit(method, limits))
                .toList();
        ServiceDescriptor original = service.getServiceDescriptor();
        var descriptor =
                ServiceDescriptor.newBuilder(original.getName()).setSchemaDescriptor(original.getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        var limited = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(limited::addMethod);
        return limited.build();
    }

    private static <ReqT, RespT> ServerMethodDefinition<InputStream, RespT> limit(
            ServerMethodDefinition<ReqT, RespT> method, ToIntFunction<String> limits) {
        MethodDescriptor<ReqT, RespT> descriptor = method.getMethodDescriptor();
        MethodDescriptor<InputStream, RespT> unparsed = descriptor.toBuilder(
                        new Unparsed(), descriptor.getResponseMarshaller())
                .build();
        int limit = limits.applyAsInt(descriptor.getFullMethodName());
        return ServerMethodDefinition.create(unparsed, new Parsing<>(descriptor, method.getServerCallHandler(), limit));
    }

    private record Unparsed() implements Marshaller<InputStream> {
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
            MethodDescriptor<ReqT, RespT> method, ServerCallHandler<ReqT, RespT> handler, int limit)
            implements ServerCallHandler<InputStream, RespT> {
        @Override
        public ServerCall.Listener<InputStream> startCall(ServerCall<InputStream, RespT> call, Metadata headers) {
            ServerCall.Listener<ReqT> listener = handler.startCall(new Typed<>(call, method), headers);
            return new ServerCall.Listener<>() {
                @Override
                public void onMessage(InputStream message) {
                    listener.onMessage(parse(message));
                }

                @Override
                public void onHalfClose() {
                    listener.onHalfClose();
                }

                @Override
                public void onCancel() {
                    listener.onCancel();
                }

                @Override
                public void onComplete() {
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
                if (message instanceof KnownLength && message.available() > limit) {
                    throw tooLarge(message.available());
                }
                return method.parseRequest(message);
            } catch (StatusRuntimeException e) {
                throw e.getStatus().getCode() == Status.Code.INTERNAL ? malformed() : e;
            } catch (IOException e) {
                throw new IllegalStateException("cannot read a message in memory", e);
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

        private RuntimeException tooLarge(int bytes) {
            return Problem.of(
                            Status.Code.RESOURCE_EXHAUSTED,
                            "MESSAGE_TOO_LARGE",
                            "The request has " + bytes + " bytes; " + method.getFullMethodName() + " takes at most "
                                    + limit + ".")
                    .with("limit", Integer.toString(limit))
                    .asException();
        }
    }

    /** The call with the types that the handler knows. */
    private static final class Typed<ReqT, RespT> extends ServerCall<ReqT, RespT> {
        private final ServerCall<InputStream, RespT> call;
        private final MethodDescriptor<ReqT, RespT> method;

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
            call.sendHeaders(headers);
        }

        @Override
        public void sendMessage(RespT message) {
            call.sendMessage(message);
        }

        @Override
        public boolean isReady() {
            return call.isReady();
        }

        @Override
        public void close(Status status, Metadata trailers) {
            call.close(status, trailers);
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

package dev.stead.mesh;

import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls of methods that the server does not have; grpc-java's own answer carries no reason. All share one name, since a
 * caller may invent as many as it likes and metrics keep each. The access list leaves names of gRPC itself to their handlers.
 */
final class UnknownCall extends HandlerRegistry {
    private static final ServerMethodDefinition<?, ?> ANSWER = ServerMethodDefinition.create(
            MethodDescriptor.<InputStream, InputStream>newBuilder()
                    .setType(MethodType.UNARY)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName("grpc.stead.Unknown", "Call"))
                    .setRequestMarshaller(new MessageLimit.Unparsed())
                    .setResponseMarshaller(new MessageLimit.Unparsed())
                    .build(),
            (_, _) -> {
                throw Problem.of(
                                Status.Code.UNIMPLEMENTED,
                                "METHOD_UNKNOWN",
                                "There is no such method here: check the service's address, the method's name and the"
                                        + " version of the contract.")
                        .asException();
            });

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
        return ANSWER;
    }
}

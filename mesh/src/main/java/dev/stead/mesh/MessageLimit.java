package dev.stead.mesh;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.ToIntFunction;

/**
 * A limit of its own for each method: the transport has only one for the whole server. Checked before the message is parsed,
 * and answered with a reason.
 */
final class MessageLimit {
    private MessageLimit() {}

    static ServerServiceDefinition apply(ServerServiceDefinition service, ToIntFunction<String> limits) {
        var limited =
                ServerServiceDefinition.builder(service.getServiceDescriptor().getName());
        service.getMethods().forEach(method -> limited.addMethod(limit(method, limits)));
        return limited.build();
    }

    private static <Q, A> ServerMethodDefinition<Q, A> limit(
            ServerMethodDefinition<Q, A> method, ToIntFunction<String> limits) {
        MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
        int limit = limits.applyAsInt(descriptor.getFullMethodName());
        var limited = descriptor.toBuilder()
                .setRequestMarshaller(new Limited<>(descriptor.getRequestMarshaller(), limit))
                .build();
        return ServerMethodDefinition.create(limited, method.getServerCallHandler());
    }

    private record Limited<Q>(Marshaller<Q> marshaller, int limit) implements Marshaller<Q> {
        @Override
        public InputStream stream(Q value) {
            return marshaller.stream(value);
        }

        @Override
        public Q parse(InputStream stream) {
            try {
                if (stream instanceof KnownLength && stream.available() > limit) {
                    throw Problem.of(
                                    Status.Code.RESOURCE_EXHAUSTED,
                                    "MESSAGE_TOO_LARGE",
                                    "The request has " + stream.available() + " bytes; this method takes at most "
                                            + limit + ".")
                            .with("limit", Integer.toString(limit))
                            .asException();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return marshaller.parse(stream);
        }
    }
}

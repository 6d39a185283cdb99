package dev.stead.mesh;

import io.grpc.BindableService;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A service without proto: text in, text out. */
public final class Echo implements BindableService {
    public static final MethodDescriptor<String, String> SAY = method("Say", MethodType.UNARY);
    public static final MethodDescriptor<String, String> CHAT = method("Chat", MethodType.BIDI_STREAMING);

    private final UnaryOperator<String> answer;

    public Echo(UnaryOperator<String> answer) {
        this.answer = answer;
    }

    public Echo() {
        this(text -> text);
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder("stead.test.Echo")
                .addMethod(SAY, ServerCalls.asyncUnaryCall((text, out) -> Unary.answer(out, () -> answer.apply(text))))
                .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(this::chat))
                .build();
    }

    private StreamObserver<String> chat(StreamObserver<String> out) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String text) {
                out.onNext(answer.apply(text));
            }

            @Override
            public void onError(Throwable gone) {
                // Nobody is there any more.
            }

            @Override
            public void onCompleted() {
                out.onCompleted();
            }
        };
    }

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("stead.test.Echo", name))
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new Bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Bytes extends ByteArrayInputStream implements KnownLength {
        Bytes(byte[] bytes) {
            super(bytes);
        }
    }
}

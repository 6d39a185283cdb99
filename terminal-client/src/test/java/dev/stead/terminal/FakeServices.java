package dev.stead.terminal;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.stead.task.v1.Execution;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Every service at once. Carries out each request, and loses the first answers to those that have a request id. An answer repeats the
 * fields that it shares with its request. Streams are recorded and refused.
 */
final class FakeServices extends Channel {
    /** A request as it arrived. */
    record Arrival(String method, Message request) {
        boolean changes() {
            return requestIdOf(request.getDescriptorForType()) != null;
        }

        String requestId() {
            return (String) request.getField(Objects.requireNonNull(requestIdOf(request.getDescriptorForType())));
        }

        private static @Nullable FieldDescriptor requestIdOf(Descriptor type) {
            return type.findFieldByName("request_id");
        }
    }

    final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final Status loss;
    private int losses;

    /** Answers to {@code losses} requests that change something arrive as {@code loss} instead. */
    FakeServices(Status loss, int losses) {
        this.loss = loss;
        this.losses = losses;
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(MethodDescriptor<ReqT, RespT> method, CallOptions options) {
        return new FakeCall<>(method);
    }

    @Override
    public String authority() {
        return "fake";
    }

    private final class FakeCall<ReqT, RespT> extends ClientCall<ReqT, RespT> {
        private final MethodDescriptor<ReqT, RespT> method;
        private Listener<RespT> listener = new Listener<>() {};

        FakeCall(MethodDescriptor<ReqT, RespT> method) {
            this.method = method;
        }

        @Override
        public void start(Listener<RespT> responses, Metadata headers) {
            listener = responses;
        }

        @Override
        public void sendMessage(ReqT request) {
            Arrival arrival = new Arrival(Objects.requireNonNull(method.getBareMethodName()), (Message) request);
            arrivals.add(arrival);
            if (method.getType() != MethodDescriptor.MethodType.UNARY) {
                listener.onClose(Status.PERMISSION_DENIED, new Metadata());
            } else if (arrival.changes() && losses > 0) {
                losses--;
                listener.onClose(loss, new Metadata());
            } else {
                listener.onMessage(method.parseResponse(
                        answer(arrival.request).toByteString().newInput()));
                listener.onClose(Status.OK, new Metadata());
            }
        }

        private Message answer(Message request) {
            var prototype = (MethodDescriptor.PrototypeMarshaller<RespT>) method.getResponseMarshaller();
            Message.Builder answer =
                    ((Message) Objects.requireNonNull(prototype.getMessagePrototype())).newBuilderForType();
            for (FieldDescriptor field : answer.getDescriptorForType().getFields()) {
                FieldDescriptor asked = request.getDescriptorForType().findFieldByName(field.getName());
                if (field.getName().equals("execution")) {
                    answer.setField(
                            field,
                            Execution.newBuilder()
                                    .setState(Execution.State.STATE_SUCCEEDED)
                                    .build());
                } else if (asked != null && asked.getJavaType() == field.getJavaType()) {
                    answer.setField(field, request.getField(asked));
                }
            }
            return answer.build();
        }

        @Override
        public void halfClose() {
            // Each unary request was answered as it was sent.
        }

        @Override
        public void request(int numMessages) {
            // Answers come whether they were requested or not.
        }

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {
            // Nothing runs that could be cancelled.
        }
    }
}

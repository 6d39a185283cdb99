package dev.stead.task.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.stead.mesh.RequestIds;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.security.Caller;
import dev.stead.task.application.IdempotentExecutor;
import dev.stead.task.application.port.Repositories;
import java.util.function.Function;

/** Runs calls that change something, each once for its request id. Thread-safe. */
final class IdempotentCalls {
    private final IdempotentExecutor once;

    IdempotentCalls(IdempotentExecutor once) {
        this.once = once;
    }

    <R extends MessageLite> R run(RequestIdentity intention, Parser<R> parser, Function<Repositories, R> work) {
        return parse(parser, once.run(intention, records -> work.apply(records).toByteArray()));
    }

    /**
     * What the current caller asks for. Its fingerprint is over who asks, the request's type and its bytes: our messages have no maps, so
     * equal requests have equal bytes.
     */
    static RequestIdentity intention(String requestId, MessageLite request) {
        var fingerprint = RequestFingerprint.ofMessage(
                Caller.current().path(), request.getClass().getSimpleName(), request.toByteArray());
        return new RequestIdentity(RequestIds.parse(requestId), fingerprint);
    }

    static <R extends MessageLite> R parse(Parser<R> parser, byte[] answer) {
        try {
            return parser.parseFrom(answer);
        } catch (InvalidProtocolBufferException damaged) {
            throw new IllegalStateException("a kept answer cannot be read", damaged);
        }
    }
}

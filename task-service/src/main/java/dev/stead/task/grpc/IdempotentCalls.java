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
import java.util.function.Supplier;

/** Runs calls that change something, each once for its request id, and parses the answers that were stored. Thread-safe. */
final class IdempotentCalls {
    private final IdempotentExecutor executor;

    IdempotentCalls(IdempotentExecutor executor) {
        this.executor = executor;
    }

    /** Runs work of one transaction, as {@link IdempotentExecutor#run}. */
    <RespT extends MessageLite> RespT run(
            RequestIdentity identity, Parser<RespT> parser, Function<Repositories, RespT> work) {
        return parse(
                parser,
                executor.run(identity, repositories -> work.apply(repositories).toByteArray()));
    }

    /** Runs work of several transactions, as {@link IdempotentExecutor#runInSteps}. */
    <RespT extends MessageLite> RespT runInSteps(RequestIdentity identity, Parser<RespT> parser, Supplier<RespT> work) {
        return parse(parser, executor.runInSteps(identity, () -> work.get().toByteArray()));
    }

    /**
     * The identity of the current caller's request. Its fingerprint is over the caller, the request's type and its bytes: our messages
     * have no maps, so equal requests have equal bytes.
     */
    static RequestIdentity identity(String requestId, MessageLite request) {
        var fingerprint = RequestFingerprint.ofMessage(
                Caller.current().path(), request.getClass().getSimpleName(), request.toByteArray());
        return new RequestIdentity(RequestIds.parse(requestId), fingerprint);
    }

    private static <RespT extends MessageLite> RespT parse(Parser<RespT> parser, byte[] answer) {
        try {
            return parser.parseFrom(answer);
        } catch (InvalidProtocolBufferException corrupt) {
            throw new IllegalStateException("a stored answer cannot be parsed", corrupt);
        }
    }
}

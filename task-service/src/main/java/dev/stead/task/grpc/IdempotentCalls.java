package dev.stead.task.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.stead.mesh.RequestIds;
import dev.stead.mesh.security.Caller;
import dev.stead.task.application.IdempotentExecutor;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.RequestIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        MessageDigest digest = sha256();
        digest.update(Caller.current().path().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(request.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(request.toByteArray());
        return new RequestIdentity(RequestIds.parse(requestId), HexFormat.of().formatHex(digest.digest()));
    }

    static <R extends MessageLite> R parse(Parser<R> parser, byte[] answer) {
        try {
            return parser.parseFrom(answer);
        } catch (InvalidProtocolBufferException damaged) {
            throw new IllegalStateException("a kept answer cannot be read", damaged);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}

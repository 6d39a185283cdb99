package dev.stead.matcher.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.RequestIdentity;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.RequestIds;
import dev.stead.mesh.security.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** About whom a call is, and which intention it states. */
final class RequestContext {
    private RequestContext() {}

    /** A person's own subject, whose request must name nobody; an operator's is the one the request names. */
    static SubjectId subject(String named) {
        Optional<SubjectId> self = self();
        if (self.isPresent() && !named.isEmpty()) {
            throw new MatcherException(
                    MatcherError.SUBJECT_ID_NOT_ALLOWED, "a person acts on themselves only: leave subject_id empty");
        }
        return self.orElseGet(() -> new SubjectId(named));
    }

    /** The calling person, if it is one. */
    static Optional<SubjectId> self() {
        return Caller.current() instanceof Caller.Person(String id) ? Optional.of(new SubjectId(id)) : Optional.empty();
    }

    /** The request without its id, under the method and the resolved subject: what a repeat must equal. */
    static RequestIdentity intention(String requestId, String method, SubjectId subject, Message withoutId) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((method + "\n" + subject + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] content = new byte[withoutId.getSerializedSize()];
            CodedOutputStream out = CodedOutputStream.newInstance(content);
            out.useDeterministicSerialization();
            withoutId.writeTo(out);
            return new RequestIdentity(
                    RequestIds.parse(requestId), HexFormat.of().formatHex(digest.digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

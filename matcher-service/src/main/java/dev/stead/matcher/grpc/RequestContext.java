package dev.stead.matcher.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.RequestIds;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.security.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Whose templates a call concerns, and which request it is. */
final class RequestContext {
    private RequestContext() {}

    /** A person's own subject, whose request must name nobody; an operator's is the one that the request names. */
    static SubjectId subject(String named) {
        Optional<SubjectId> self = self();
        if (self.isPresent() && !named.isEmpty()) {
            throw new MatcherException(
                    MatcherError.SUBJECT_ID_NOT_ALLOWED, "a person acts for themselves only: leave subject_id empty");
        }
        return self.orElseGet(() -> new SubjectId(named));
    }

    /** The caller's subject, if the caller is a person. */
    static Optional<SubjectId> self() {
        return Caller.current() instanceof Caller.Person(String id) ? Optional.of(new SubjectId(id)) : Optional.empty();
    }

    /** The caller's id, if the caller is an operator. */
    static Optional<String> operator() {
        return Caller.current() instanceof Caller.Operator(String id) ? Optional.of(id) : Optional.empty();
    }

    /** The request id, and a fingerprint of the method, the resolved subject and the rest of the request: a retry must equal these. */
    static RequestIdentity identity(String requestId, String method, SubjectId subject, Message withoutId) {
        return identity(requestId, method, subject.value(), withoutId);
    }

    /** As the other, about a device. */
    static RequestIdentity identity(String requestId, String method, String about, Message withoutId) {
        try {
            byte[] content = new byte[withoutId.getSerializedSize()];
            CodedOutputStream out = CodedOutputStream.newInstance(content);
            out.useDeterministicSerialization();
            withoutId.writeTo(out);
            return new RequestIdentity(
                    RequestIds.parse(requestId), RequestFingerprint.ofSubjectCall(method, about, content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.stead.task.grpc;

import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import io.grpc.Status;

/** The caller as the handler needs it. The access table has let through the right roles; this is where its type is taken. */
final class Callers {
    private Callers() {}

    static String person() {
        if (Caller.current() instanceof Caller.Person(String subjectId)) {
            return subjectId;
        }
        throw notAllowed();
    }

    static String terminal() {
        if (Caller.current() instanceof Caller.Terminal(String id)) {
            return id;
        }
        throw notAllowed();
    }

    static String merchant() {
        if (Caller.current() instanceof Caller.Merchant(String id)) {
            return id;
        }
        throw notAllowed();
    }

    static RuntimeException notAllowed() {
        return Problem.of(Status.Code.PERMISSION_DENIED, "ROLE_NOT_ALLOWED", "The caller's role may not call this.")
                .asException();
    }
}

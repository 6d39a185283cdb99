package dev.stead.task.grpc;

import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TerminalId;
import io.grpc.Status;

/** The caller as a handler needs it. The access table has already checked the role; here it becomes an id. */
final class Callers {
    private Callers() {}

    static PersonId person() {
        if (Caller.current() instanceof Caller.Person(String personId)) {
            return new PersonId(personId);
        }
        throw notAllowed();
    }

    static TerminalId terminal() {
        if (Caller.current() instanceof Caller.Terminal(String id)) {
            return new TerminalId(id);
        }
        throw notAllowed();
    }

    static MerchantId merchant() {
        if (Caller.current() instanceof Caller.Merchant(String id)) {
            return new MerchantId(id);
        }
        throw notAllowed();
    }

    static RuntimeException notAllowed() {
        return Problem.of(Status.Code.PERMISSION_DENIED, "ROLE_NOT_ALLOWED", "The caller's role may not call this.")
                .asException();
    }
}

package dev.stead.mesh.security;

import dev.stead.mesh.Problem;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which roles may call which method. A service with a method that has no row does not start: see {@link #requireRows}. A gateway
 * that calls where people may, and it may not, forgot the person's token. The health service (and reflection, where it is on) is
 * open to every caller with an identity.
 */
public final class Access implements ServerInterceptor {
    private static final String OPEN = "grpc.";

    private final Map<String, Set<Role>> rows;

    private Access(Map<String, Set<Role>> rows) {
        this.rows = Map.copyOf(rows);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The table by full method name, for documentation and for tests of every role against every method. */
    public Map<String, Set<Role>> rows() {
        return rows;
    }

    /** @throws IllegalStateException that names the methods without a row, and the rows without a method */
    public void requireRows(Collection<ServerServiceDefinition> services) {
        Set<String> served = new java.util.TreeSet<>();
        services.forEach(service -> service.getMethods()
                .forEach(method -> served.add(method.getMethodDescriptor().getFullMethodName())));
        Set<String> missing = new java.util.TreeSet<>(served);
        missing.removeAll(rows.keySet());
        Set<String> unused = new java.util.TreeSet<>(rows.keySet());
        unused.removeAll(served);
        if (!missing.isEmpty() || !unused.isEmpty()) {
            throw new IllegalStateException("The access list must have one row for each method; without a row: "
                    + missing + ", without a method: " + unused);
        }
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        if (!method.startsWith(OPEN)) {
            Role role = Caller.current().role();
            Set<Role> allowed = rows.getOrDefault(method, Set.of());
            if (!allowed.contains(role)) {
                if (role == Role.GATEWAY && allowed.contains(Role.PERSON)) {
                    throw PeopleTokens.refused("The call carries no person's token: send it in the header"
                            + " authorization, as Bearer and the token.");
                }
                throw Problem.of(
                                Status.Code.PERMISSION_DENIED,
                                "ROLE_NOT_ALLOWED",
                                "A caller with the role " + role + " may not call " + method + ".")
                        .with("role", role.name())
                        .with("method", method)
                        .asException();
            }
        }
        return next.startCall(call, headers);
    }

    /** Collects the rows. */
    public static final class Builder {
        private final Map<String, Set<Role>> rows = new HashMap<>();

        private Builder() {}

        /** Adds a method's row. Refuses a second row for the same method, and one without a role. */
        public Builder allow(MethodDescriptor<?, ?> method, Role... roles) {
            if (roles.length == 0) {
                throw new IllegalArgumentException("No role may call " + method.getFullMethodName());
            }
            Set<Role> all = Set.copyOf(EnumSet.of(roles[0], roles));
            if (rows.putIfAbsent(method.getFullMethodName(), all) != null) {
                throw new IllegalArgumentException("Two rows for " + method.getFullMethodName());
            }
            return this;
        }

        public Access build() {
            return new Access(rows);
        }
    }
}

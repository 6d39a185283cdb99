package dev.stead.mesh.security;

import dev.stead.mesh.Problem;
import dev.stead.mesh.request.ExternalId;
import io.grpc.Context;
import io.grpc.Status;
import java.util.Optional;

/**
 * Who makes the current call, as proved by a certificate or by a person's token; never read from a request. {@link #path()}
 * is the path of the SPIFFE id: {@code terminal/t-7}, {@code service/matcher}, {@code person/s-1}.
 */
public sealed interface Caller {
    /** Set by the server's interceptor; absent outside of a call. */
    Context.Key<Caller> KEY = Context.key("stead-caller");

    /** The full name of the method that is called; set with {@link #KEY}. */
    Context.Key<String> METHOD = Context.key("stead-method");

    /** A terminal at a merchant's site. */
    record Terminal(String id) implements Caller {}

    /** A merchant's own system. */
    record Merchant(String id) implements Caller {}

    /** Somebody who operates Stead. */
    record Operator(String id) implements Caller {}

    /** One of our own services: {@code matcher}, {@code task} or {@code payment}. */
    record Service(String name) implements Caller {
        public Service {
            serviceRole(name);
        }
    }

    /** A person on a phone, by the id that {@link PersonIds} makes of the token that a gateway passed on. */
    record Person(String personId) implements Caller {}

    /** A gateway on its own behalf, without a person. */
    record Gateway(String id) implements Caller {}

    /** @throws io.grpc.StatusRuntimeException UNAUTHENTICATED / CALLER_UNKNOWN outside of an authenticated call */
    static Caller current() {
        Caller caller = KEY.get();
        if (caller == null) {
            throw Problem.of(Status.Code.UNAUTHENTICATED, "CALLER_UNKNOWN", "The caller proved no identity.")
                    .asException();
        }
        return caller;
    }

    default Role role() {
        return switch (this) {
            case Terminal _ -> Role.TERMINAL;
            case Merchant _ -> Role.MERCHANT;
            case Operator _ -> Role.OPERATOR;
            case Service(String name) -> serviceRole(name);
            case Person _ -> Role.PERSON;
            case Gateway _ -> Role.GATEWAY;
        };
    }

    default String path() {
        return switch (this) {
            case Terminal(String id) -> "terminal/" + id;
            case Merchant(String id) -> "merchant/" + id;
            case Operator(String id) -> "operator/" + id;
            case Service(String name) -> "service/" + name;
            case Person(String personId) -> "person/" + personId;
            case Gateway(String id) -> "gateway/" + id;
        };
    }

    /** The machine that a SPIFFE path names; never a person. Its id has the form of every other id, or no call could use it. */
    static Optional<Caller> ofPath(String path) {
        int slash = path.indexOf('/');
        String id = path.substring(slash + 1);
        if (slash < 0 || !ExternalId.isValid(id)) {
            return Optional.empty();
        }
        return switch (path.substring(0, slash)) {
            case "terminal" -> Optional.of(new Terminal(id));
            case "merchant" -> Optional.of(new Merchant(id));
            case "operator" -> Optional.of(new Operator(id));
            case "gateway" -> Optional.of(new Gateway(id));
            case "service" -> isService(id) ? Optional.of(new Service(id)) : Optional.empty();
            case String other -> Optional.empty();
        };
    }

    private static boolean isService(String name) {
        return name.equals("matcher") || name.equals("task") || name.equals("payment");
    }

    private static Role serviceRole(String name) {
        return switch (name) {
            case "matcher" -> Role.MATCHER;
            case "task" -> Role.TASK;
            case "payment" -> Role.PAYMENT;
            case String other -> throw new IllegalArgumentException("no such service: " + other);
        };
    }
}

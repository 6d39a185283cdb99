package dev.stead.mesh.audit;

import dev.stead.mesh.security.Caller;
import java.util.Optional;

/**
 * Who does something, and by which call.
 *
 * @param caller such as {@code operator/anna}, or the service itself
 * @param method the full name of the method; empty for what nobody called for
 */
public record Actor(String caller, String method) {
    /**
     * The caller of the present thread's call. To be asked before the work is handed to another thread.
     *
     * @param service the name of this service: who does what nobody called for
     */
    public static Actor current(String service) {
        return Optional.ofNullable(Caller.KEY.get())
                .map(caller -> new Actor(
                        caller.path(), Optional.ofNullable(Caller.METHOD.get()).orElse("")))
                .orElseGet(() -> new Actor("service/" + service, ""));
    }

    /** The same, but a person is only {@code person}. */
    public Actor withoutPerson() {
        return caller.startsWith("person/") ? new Actor("person", method) : this;
    }
}

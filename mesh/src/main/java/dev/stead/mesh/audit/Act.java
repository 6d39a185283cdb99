package dev.stead.mesh.audit;

import dev.stead.mesh.request.RequestFingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a service did, as its log keeps it: ids and outcomes; no names, no amounts, nothing biometric.
 *
 * @param name what was done, such as {@code settlement.settled}
 * @param objects what it was done to, each as {@code kind/id}
 * @param content the hash of what is stored with the act and is not in the log
 */
public record Act(String name, List<String> objects, Optional<RequestFingerprint> content) {
    public Act {
        objects = List.copyOf(objects);
    }

    public static Act of(String name) {
        return new Act(name, List.of(), Optional.empty());
    }

    /** With one more object; the same without an id. */
    public Act about(String kind, @Nullable String id) {
        if (id == null) {
            return this;
        }
        var more = new ArrayList<>(objects);
        more.add(kind + "/" + id);
        return new Act(name, more, content);
    }

    /** With the hash of these fields, so that whoever changes them later is found out. */
    public Act containing(String... fields) {
        return new Act(name, objects, Optional.of(RequestFingerprint.ofFields(name, fields)));
    }
}

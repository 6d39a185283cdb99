package dev.stead.terminal.evidence;

import com.google.protobuf.ByteString;
import dev.stead.mesh.audit.CheckpointException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object, read with care: who signed it may have meant to mislead. */
record JsonClaims(Map<?, ?> values) {
    static final JsonClaims NOTHING = new JsonClaims(Map.of());

    /** Empty if it is absent. */
    String text(String name) {
        return read(name, String.class).orElse("");
    }

    /** 0 if it is absent. */
    long number(String name) {
        return read(name, Long.class).orElse(0L);
    }

    Optional<JsonClaims> object(String name) {
        return read(name, Map.class).map(JsonClaims::new);
    }

    List<JsonClaims> objects(String name) {
        return list(name, each -> new JsonClaims(require(name, each, Map.class)));
    }

    List<String> texts(String name) {
        return list(name, each -> require(name, each, String.class));
    }

    /** From base64. */
    byte[] bytes(String name) {
        return decoded(name, text(name));
    }

    List<ByteString> byteStrings(String name) {
        return texts(name).stream()
                .map(each -> ByteString.copyFrom(decoded(name, each)))
                .toList();
    }

    private static byte[] decoded(String name, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw unreadable(name);
        }
    }

    private static CheckpointException unreadable(String name) {
        return new CheckpointException("its claim " + name + " cannot be read");
    }

    private <T> List<T> list(String name, Function<Object, T> each) {
        var all = new ArrayList<T>();
        for (Object one : read(name, List.class).orElse(List.of())) {
            all.add(each.apply(one));
        }
        return all;
    }

    private <T> Optional<T> read(String name, Class<T> type) {
        Object value = values.get(name);
        return value == null ? Optional.empty() : Optional.of(require(name, value, type));
    }

    private static <T> T require(String name, @Nullable Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw unreadable(name);
        }
        return type.cast(value);
    }
}

package dev.stead.mesh.testing;

import dev.stead.mesh.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which component of a configuration a setting changes. Two settings of one type that were read into each other's component have the right
 * names and defaults, and nothing else notices.
 */
public final class WiredSettings {
    private final Function<Settings, ? extends Record> read;
    private final Map<String, String> base;

    /** @param base settings without which nothing can be read */
    public WiredSettings(Function<Settings, ? extends Record> read, Map<String, String> base) {
        this.read = read;
        this.base = Map.copyOf(base);
    }

    /** What changes if one more setting is set, as {@code limits.idle=PT7S}; several are joined by a comma, nothing is empty. */
    public String changedBy(String key, String value) {
        Map<String, String> before = leaves(base);
        Map<String, String> values = new HashMap<>(base);
        values.put(key, value);
        Map<String, String> after = leaves(values);
        List<String> changed = new ArrayList<>();
        after.forEach((path, now) -> {
            if (!now.equals(before.get(path))) {
                changed.add(path + "=" + now);
            }
        });
        return String.join(", ", changed);
    }

    private Map<String, String> leaves(Map<String, String> values) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", read.apply(Settings.of(values)), leaves);
        return leaves;
    }

    private static void collect(String path, @Nullable Object value, Map<String, String> leaves) {
        switch (value) {
            case Optional<?> optional -> collect(path, optional.orElse(null), leaves);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(path + "[" + i + "]", list.get(i), leaves);
                }
            }
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
                    collect(name, get(record, component.getAccessor()), leaves);
                }
            }
            // What has no value of its own, such as a verifier of tokens, is not compared.
            case String _, Number _, Boolean _, Enum<?> _, Duration _, Path _, java.net.URI _ ->
                leaves.put(path, String.valueOf(value));
            case null, default -> {}
        }
    }

    private static @Nullable Object get(Record record, Method accessor) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(accessor.getName(), e);
        }
    }
}

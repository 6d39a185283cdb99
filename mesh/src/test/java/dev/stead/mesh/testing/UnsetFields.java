package dev.stead.mesh.testing;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which fields of an answer are not set. A test that fills every field of the domain, each with a value of its own, expects exactly those
 * that cannot be: a field that a converter forgets, or that the contract gets later, shows.
 */
public final class UnsetFields {
    private UnsetFields() {}

    /** The paths of the fields that are not set, sorted; of a oneof, all cases count as set if one is. Lists are looked into. */
    public static List<String> of(Message message) {
        List<String> unset = new ArrayList<>();
        collect("", message, unset);
        Collections.sort(unset);
        return unset;
    }

    private static void collect(String path, Message message, List<String> unset) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            String name = path + field.getName();
            var oneof = field.getRealContainingOneof();
            if (field.isRepeated()) {
                List<?> all = (List<?>) message.getField(field);
                if (all.isEmpty()) {
                    unset.add(name);
                }
                for (int i = 0; i < all.size(); i++) {
                    if (all.get(i) instanceof Message inner) {
                        collect(name + "[" + i + "].", inner, unset);
                    }
                }
            } else if (message.getAllFields().containsKey(field)) {
                if (message.getField(field) instanceof Message inner) {
                    collect(name + ".", inner, unset);
                }
            } else if (oneof == null || !message.hasOneof(oneof)) {
                unset.add(name);
            }
        }
    }
}

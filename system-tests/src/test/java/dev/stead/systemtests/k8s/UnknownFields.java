package dev.stead.systemtests.k8s;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a manifest says and Kubernetes does not know: a misspelt field is dropped by a cluster without a word. The model
 * keeps such fields aside in every object, so every object is visited.
 */
final class UnknownFields {
    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    static List<String> in(Object manifest, String name) {
        var walk = new UnknownFields();
        walk.visit(manifest, name);
        return walk.found;
    }

    private void visit(Object value, String path) {
        switch (value) {
            case Collection<?> many -> many.forEach(one -> visit(one, path + "[]"));
            case Map<?, ?> map -> map.forEach((key, one) -> visit(one, path + "." + key));
            case KubernetesResource resource -> visitFields(resource, path);
            // Text, numbers and the like hold no fields.
            case Object plain -> {}
        }
    }

    private void visitFields(KubernetesResource resource, String path) {
        for (Method method : resource.getClass().getMethods()) {
            if (method.getParameterCount() > 0 || !method.getName().startsWith("get") || method.isBridge()) {
                continue;
            }
            Object value = call(method, resource);
            if (value == null) {
                continue;
            }
            if (method.getName().equals("getAdditionalProperties")) {
                ((Map<?, ?>) value).keySet().forEach(key -> found.add(path + "." + key));
            } else {
                visit(value, path + "." + method.getName().substring("get".length()));
            }
        }
    }

    private static @Nullable Object call(Method method, Object target) {
        try {
            return method.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}

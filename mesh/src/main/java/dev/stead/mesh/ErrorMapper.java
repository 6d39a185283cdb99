package dev.stead.mesh;

import org.jspecify.annotations.Nullable;

/** Turns a service's own exceptions into problems, in one exhaustive switch a service. Must be thread-safe. */
@FunctionalInterface
public interface ErrorMapper {
    /** The problem that this exception means, or null if it is not one of the service's own. */
    @Nullable
    Problem map(RuntimeException exception);
}

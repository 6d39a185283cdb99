package dev.stead.mesh;

import org.jspecify.annotations.Nullable;

/** Maps a service's own exceptions to problems, in one exhaustive switch. Must be thread-safe. */
@FunctionalInterface
public interface ErrorMapper {
    /** The problem of this exception, or null if it is not one of the service's own. */
    @Nullable
    Problem map(RuntimeException exception);
}

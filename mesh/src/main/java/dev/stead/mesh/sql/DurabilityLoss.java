package dev.stead.mesh.sql;

import org.slf4j.LoggerFactory;

/** What happens when an embedded store could not synchronise with its disk: nothing may be acknowledged any more. */
@FunctionalInterface
public interface DurabilityLoss {
    /** Stops the process at once, without shutdown hooks: they might write. */
    DurabilityLoss HALT = reason -> {
        LoggerFactory.getLogger(DurabilityLoss.class).error("Stopping at once: {}", reason);
        Runtime.getRuntime().halt(74);
    };

    void lost(String reason);
}

package dev.stead.mesh.sql;

import org.slf4j.LoggerFactory;

/** What happens when an embedded store could not synchronise with its disk: nothing more may be acknowledged. */
@FunctionalInterface
public interface DurabilityLoss {
    /** The exit code of a process that {@link #HALT} ends; of BSD's sysexits.h. */
    int EX_IOERR = 74;

    /** Ends the process at once with exit code 74 (EX_IOERR), without shutdown hooks, which might write. */
    DurabilityLoss HALT = reason -> {
        LoggerFactory.getLogger(DurabilityLoss.class).error("Stopping at once: {}", reason);
        Runtime.getRuntime().halt(EX_IOERR);
    };

    void lost(String reason);
}

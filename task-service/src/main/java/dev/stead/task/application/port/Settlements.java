package dev.stead.task.application.port;

/** Moves money, once for each request id. Thread-safe. */
public interface Settlements {

    /** Blocks until there is an answer or the deadline has passed; never throws. */
    SettlementOutcome settle(SettlementRequest request);
}

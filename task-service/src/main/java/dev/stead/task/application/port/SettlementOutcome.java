package dev.stead.task.application.port;

import dev.stead.task.domain.SettlementReference;
import org.jspecify.annotations.Nullable;

/** What is known of a settlement. */
public sealed interface SettlementOutcome {

    /** The money moved. */
    record Settled(SettlementReference settlement) implements SettlementOutcome {}

    /** The money did not move, and never will under this request id. */
    record Declined(@Nullable SettlementReference settlement, String reason) implements SettlementOutcome {}

    /** No answer, or none that is final: ask again with the same request id. Silence is neither success nor failure. */
    record Unknown() implements SettlementOutcome {}
}

package dev.stead.task.storage;

import dev.stead.task.domain.Money;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.task.Execution;
import org.jspecify.annotations.Nullable;

/** The outcomes of an execution as they are stored. */
enum OutcomeName {
    SETTLING,
    PAID,
    REFUSED,
    COLLECTING,
    COLLECTED,
    NOT_COLLECTED;

    /** An outcome as columns. */
    record Columns(
            OutcomeName name,
            @Nullable Money amount,
            @Nullable CollectionPoint point,
            @Nullable SettlementReference settlement,
            @Nullable String reason) {}

    static Columns columns(Execution.Outcome outcome) {
        return switch (outcome) {
            case Execution.Settling(Money amount) -> new Columns(SETTLING, amount, null, null, null);
            case Execution.Paid(Money amount, SettlementReference settlement) ->
                new Columns(PAID, amount, null, settlement, null);
            case Execution.Refused(Money amount, SettlementReference settlement, String reason) ->
                new Columns(REFUSED, amount, null, settlement, reason);
            case Execution.Collecting(CollectionPoint point) -> new Columns(COLLECTING, null, point, null, null);
            case Execution.Collected(CollectionPoint point) -> new Columns(COLLECTED, null, point, null, null);
            case Execution.NotCollected(CollectionPoint point) -> new Columns(NOT_COLLECTED, null, point, null, null);
        };
    }
}

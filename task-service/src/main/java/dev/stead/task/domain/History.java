package dev.stead.task.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done under a mandate before, as far as its constraints ask for it, and what the delegate approved.
 *
 * @param uses those that succeeded or still may
 */
public record History(List<Use> uses, @Nullable Approval approval) {
    /** Nothing was done or approved yet. */
    public static final History NONE = new History(List.of(), null);

    public History {
        uses = List.copyOf(uses);
    }

    /** One execution; without an amount if nothing is paid. */
    public record Use(Instant time, @Nullable Money amount) {}

    /** As the transaction sees it: complete since the earliest instant for which a constraint of the mandate asks. */
    static History of(Records records, Task task, Instant now) {
        Mandate mandate = task.mandate();
        return new History(
                mandate.historyFrom(now)
                        .map(from -> records.executions().uses(task.id(), from))
                        .orElse(List.of()),
                mandate.asksForApproval() ? records.approvals().of(task.id()).orElse(null) : null);
    }

    /** How often since then. */
    long countFrom(Instant from) {
        return uses.stream().filter(use -> !use.time().isBefore(from)).count();
    }

    /** Whether what was paid since then and this amount are together within the limit; what cannot be summed up is not. */
    boolean leavesRoom(Instant from, Money amount, Money limit) {
        try {
            Money sum = amount;
            for (Use use : uses) {
                Money paid = use.amount();
                if (paid != null && !use.time().isBefore(from)) {
                    sum = sum.plus(paid);
                }
            }
            return sum.isWithin(limit);
        } catch (TaskException otherCurrencyOrOverflow) {
            return false;
        }
    }
}

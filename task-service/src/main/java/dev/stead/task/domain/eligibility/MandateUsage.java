package dev.stead.task.domain.eligibility;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.task.Approval;
import dev.stead.task.domain.task.Task;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done under a mandate before, as far as its constraints ask for it, and what the delegate approved.
 *
 * @param uses those that succeeded or still may
 */
public record MandateUsage(List<Use> uses, @Nullable Approval approval) {
    /** Nothing was done or approved yet. */
    public static final MandateUsage NONE = new MandateUsage(List.of(), null);

    public MandateUsage {
        uses = List.copyOf(uses);
    }

    /** One execution; without an amount if nothing is paid. */
    public record Use(Instant time, @Nullable Money amount) {}

    /** As the transaction sees it: complete since the earliest instant for which a constraint of the mandate asks. */
    public static MandateUsage of(Repositories records, Task task, Instant now) {
        Mandate mandate = task.mandate();
        return new MandateUsage(
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

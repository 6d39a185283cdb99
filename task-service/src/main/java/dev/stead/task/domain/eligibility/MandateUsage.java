package dev.stead.task.domain.eligibility;

import dev.stead.task.domain.Money;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.task.Approval;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done under a mandate before, as far back as its constraints look, and what the delegate approved.
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

package dev.stead.task.domain.eligibility;

import dev.stead.task.domain.TaskException;
import java.util.List;

/** Every condition of a task, judged at one terminal and one instant. */
public record Verdict(List<Condition> conditions) {
    public Verdict {
        conditions = List.copyOf(conditions);
    }

    public boolean eligible() {
        return conditions.stream().allMatch(Condition::holds);
    }

    /** Whether nothing but the delegate's approval may be wanting. */
    public boolean eligibleOnceApproved() {
        return conditions.stream()
                .allMatch(condition -> condition.holds() || condition.name() == Condition.Name.APPROVAL);
    }

    /** @throws TaskException the refusal of the first condition that does not hold, with its explanation */
    public void requireEligible() {
        for (Condition condition : conditions) {
            if (!condition.holds()) {
                throw new TaskException(condition.name().refusal(), condition.explanation());
            }
        }
    }
}

package dev.stead.task.domain.task;

import dev.stead.task.domain.Money;
import dev.stead.task.domain.TaskId;
import java.time.Instant;

/**
 * The delegate's approval, on their own phone, of a task up to an amount. Valid for one use and a few minutes.
 *
 * @param granted false while the delegate has only been asked for it
 */
public record Approval(TaskId taskId, Money amount, boolean granted, Instant expireTime) {

    public boolean covers(Money amountDue, Instant now) {
        return granted && now.isBefore(expireTime) && amountDue.isWithin(amount);
    }
}

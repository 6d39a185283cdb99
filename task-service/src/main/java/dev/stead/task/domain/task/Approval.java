package dev.stead.task.domain.task;

import dev.stead.task.domain.Money;
import java.time.Instant;

/**
 * The delegate's word, given on their own phone, that a task may be done up to an amount. It serves once, and not for long.
 *
 * @param given false while the delegate is only asked for it
 */
public record Approval(String taskId, Money amount, boolean given, Instant expireTime) {

    public boolean covers(Money asked, Instant now) {
        return given && now.isBefore(expireTime) && asked.isWithin(amount);
    }
}

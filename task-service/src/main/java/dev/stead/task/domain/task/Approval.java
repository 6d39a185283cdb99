package dev.stead.task.domain.task;

import dev.stead.task.domain.Money;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The delegate's approval, on their own phone, of a task: up to an amount, or with a passkey of exactly this amount. Valid for one use and
 * a few minutes.
 *
 * @param granted false while the delegate has only been asked for it
 * @param passkeyId with which it was given; absent if their face was enough
 */
public record Approval(
        TaskId taskId,
        Money amount,
        boolean granted,
        @Nullable PasskeyId passkeyId,
        Instant expireTime) {

    /** The delegate is asked for it until then. */
    public static Approval asked(TaskId taskId, Money amount, Instant expireTime) {
        return new Approval(taskId, amount, false, null, expireTime);
    }

    public boolean covers(Money amountDue, Instant now) {
        return granted
                && now.isBefore(expireTime)
                && (passkeyId == null ? amountDue.isWithin(amount) : amountDue.equals(amount));
    }

    public boolean coversWithPasskey(Money amountDue, Instant now) {
        return passkeyId != null && covers(amountDue, now);
    }
}

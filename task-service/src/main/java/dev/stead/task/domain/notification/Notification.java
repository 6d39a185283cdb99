package dev.stead.task.domain.notification;

import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;

/**
 * Something happened to a person's task, or to one of their passkeys.
 *
 * @param cursor rises with every notification of one person, in the order in which they were committed
 */
public record Notification(long cursor, NotificationKind kind, Change change, Instant createTime) {

    /** What it happened to, as it was right after. */
    public sealed interface Change {
        record OfTask(TaskView task) implements Change {}

        record OfPasskey(PasskeyId passkeyId, Instant createTime, Instant activeTime) implements Change {
            public static OfPasskey of(Passkey passkey) {
                return new OfPasskey(passkey.id(), passkey.createTime(), passkey.activeTime());
            }
        }
    }
}

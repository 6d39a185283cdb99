package dev.stead.mesh.sql;

import dev.stead.mesh.Failpoint;
import org.jdbi.v3.core.Handle;

/** A {@link Failpoint} on either side of a transaction's commit. */
public final class CommitFailpoint {
    private CommitFailpoint() {}

    /** {@code point.before} is here, within the transaction; {@code point.after} is when it is durable and not yet acknowledged. */
    public static void around(Handle transaction, String point) {
        if (Failpoint.isArmed()) {
            Failpoint.at(point + ".before");
            transaction.afterCommit(() -> Failpoint.at(point + ".after"));
        }
    }
}

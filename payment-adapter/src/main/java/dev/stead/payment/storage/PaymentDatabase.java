package dev.stead.payment.storage;

import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.audit.Actor;
import dev.stead.mesh.sql.Database;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.UnitOfWork;
import java.time.InstantSource;
import java.util.function.Function;
import org.jdbi.v3.core.HandleCallback;

/**
 * Transactions over a {@link Database}, which the caller owns. Whatever moves money or changes an account is recorded as an act in the
 * same transaction. Thread-safe.
 */
public final class PaymentDatabase implements UnitOfWork {
    /** Where the migrations are on the class path. */
    public static final String MIGRATIONS = "dev/stead/payment/storage/migrations";

    /** Has a row if anybody has an account. */
    public static final String ANYBODY = "SELECT 1 FROM accounts WHERE owner_kind = 'PERSON' LIMIT 1";

    /** A read does nothing that could be recorded. */
    private static final Actor NOBODY = new Actor("", "");

    private final Database database;
    private final GroupCommit group;
    private final InstantSource clock;

    /**
     * Transactions over a database.
     *
     * @param database opened with {@link #MIGRATIONS}
     * @param clock the time of acts
     */
    public PaymentDatabase(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.group = new GroupCommit(database);
    }

    @Override
    public <T> T read(Function<Repositories, T> work) {
        return database.read(handle -> work.apply(new PaymentTables(handle, new ActRecorder(handle, NOBODY, clock))));
    }

    /** PostgreSQL groups the commits of its many writers itself. */
    @Override
    public <T> T write(Function<Repositories, T> work) {
        // Asked here: whoever leads a group runs the work of others on its own thread.
        Actor actor = Actor.current("payment");
        HandleCallback<T, RuntimeException> transaction =
                handle -> work.apply(new PaymentTables(handle, new ActRecorder(handle, actor, clock)));
        return switch (database.dialect()) {
            case SQLITE -> group.write(transaction);
            case POSTGRESQL -> database.write(transaction);
        };
    }
}

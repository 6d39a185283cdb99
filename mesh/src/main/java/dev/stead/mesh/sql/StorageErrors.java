package dev.stead.mesh.sql;

import dev.stead.mesh.sql.StorageException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Translates the drivers' failures by their codes, and drops their words. */
final class StorageErrors {
    private StorageErrors() {}

    static StorageException of(Dialect dialect, Throwable failure) {
        SQLException sql = deepest(failure);
        Kind kind = sql == null ? Kind.FAILED : kind(dialect, sql);
        String code = sql == null ? failure.getClass().getSimpleName() : code(dialect, sql);
        var exception = new StorageException(kind, dialect.title() + " " + describe(kind) + " (" + code + ")");
        exception.setStackTrace(failure.getStackTrace());
        return exception;
    }

    /** Whether an embedded store must not acknowledge anything after this failure: of input, output or synchronisation. */
    static boolean isDurabilityLost(Dialect dialect, Throwable failure) {
        SQLException sql = deepest(failure);
        return dialect == Dialect.SQLITE && sql != null && (sql.getErrorCode() & 0xff) == 10;
    }

    /** Whether PostgreSQL says that the same transaction may succeed when it is run again. */
    static boolean isWorthRepeating(Dialect dialect, Throwable failure) {
        SQLException sql = deepest(failure);
        if (dialect == Dialect.SQLITE || sql == null) {
            return false;
        }
        String state = state(sql);
        return state.equals("40001") || state.equals("40P01");
    }

    private static Kind kind(Dialect dialect, SQLException sql) {
        return switch (dialect) {
            case SQLITE -> sqlite(sql);
            case POSTGRESQL -> postgresql(sql);
        };
    }

    /** By the primary result codes of https://sqlite.org/rescode.html. */
    private static Kind sqlite(SQLException sql) {
        if (sql instanceof SQLTransientConnectionException) {
            return Kind.BUSY;
        }
        return switch (sql.getErrorCode() & 0xff) {
            case 5, 6 -> Kind.BUSY;
            case 13 -> Kind.FULL;
            case 11, 26 -> Kind.CORRUPT;
            case 8, 10, 14 -> Kind.UNAVAILABLE;
            case 19 -> Kind.CONSTRAINT;
            default -> Kind.FAILED;
        };
    }

    /** By the SQLSTATE codes of PostgreSQL's appendix A. */
    private static Kind postgresql(SQLException sql) {
        String state = state(sql);
        if (state.equals("53100")) {
            return Kind.FULL;
        }
        if (state.equals("XX001") || state.equals("XX002")) {
            return Kind.CORRUPT;
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("58") || state.startsWith("28")) {
            return Kind.UNAVAILABLE;
        }
        if (state.startsWith("40") || state.startsWith("53") || state.startsWith("55") || state.equals("57014")) {
            return Kind.BUSY;
        }
        if (state.startsWith("23")) {
            return Kind.CONSTRAINT;
        }
        return sql instanceof SQLTransientConnectionException ? Kind.BUSY : Kind.FAILED;
    }

    private static String code(Dialect dialect, SQLException sql) {
        return switch (dialect) {
            case SQLITE -> "result code " + sql.getErrorCode();
            case POSTGRESQL -> "SQLSTATE " + state(sql);
        };
    }

    private static String describe(Kind kind) {
        return switch (kind) {
            case BUSY -> "is busy";
            case FULL -> "has no space left";
            case CORRUPT -> "is damaged";
            case UNAVAILABLE -> "is not available";
            case CONSTRAINT -> "refused a row by a constraint";
            case FAILED -> "failed";
        };
    }

    /** The innermost: the time-out of a pool wraps the reason why it has no connection. */
    private static @Nullable SQLException deepest(Throwable failure) {
        SQLException found = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                found = sql;
            }
        }
        return found;
    }

    private static String state(SQLException sql) {
        String state = sql.getSQLState();
        return state == null ? "" : state;
    }
}

package dev.stead.payment;

import dev.stead.mesh.sql.Dialect;
import dev.stead.mesh.sql.StorageException;
import dev.stead.payment.application.BalanceCheck;
import dev.stead.payment.application.RequestConsistencyCheck;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.PaymentException;

/**
 * Checks an embedded ledger before it is served. PostgreSQL's pages have checksums; those of an embedded file have none, so that a flipped
 * bit would be served. The file's indexes were compared with their tables when the database was opened.
 */
final class EmbeddedLedgerCheck {
    private EmbeddedLedgerCheck() {}

    /** @throws StorageException with the fix, if balances do not add up or a settlement does not move what its request asked for */
    static void requireUndamaged(Dialect dialect, UnitOfWork unitOfWork) {
        if (dialect == Dialect.SQLITE && !isUndamaged(unitOfWork)) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "The ledger does not add up: its file is damaged and is not served. Restore the last backup (keep the damaged file).");
        }
    }

    private static boolean isUndamaged(UnitOfWork unitOfWork) {
        try {
            return new BalanceCheck(unitOfWork).check().isBalanced()
                    && new RequestConsistencyCheck(unitOfWork).allMatch();
        } catch (IllegalArgumentException | IllegalStateException | PaymentException damaged) {
            // A value that this program never writes: not a state, not an id.
            return false;
        }
    }
}

package dev.stead.payment.storage;

import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.StoredRequest;
import dev.stead.payment.application.port.StoredRequest.Balances;
import dev.stead.payment.domain.ledger.Account;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

record RequestTable(Handle handle, ActRecorder acts) implements Repositories.Requests {
    @Override
    public Optional<StoredRequest> putIfAbsent(StoredRequest request) {
        // The insert waits for another transaction with the same id; the query after it sees what that one has stored.
        int inserted = handle.createUpdate("""
                        INSERT INTO requests (request_id, fingerprint, result_id) VALUES (:id, :fingerprint, :result)
                        ON CONFLICT (request_id) DO NOTHING""")
                .bind("id", request.identity().requestId().toString())
                .bind("fingerprint", request.identity().fingerprint().hex())
                .bind("result", request.resultId())
                .execute();
        if (inserted == 1) {
            acts.request(request.identity().requestId());
            return Optional.empty();
        }
        return find(request.identity().requestId());
    }

    @Override
    public Optional<StoredRequest> find(UUID requestId) {
        return handle.createQuery("SELECT * FROM requests WHERE request_id = :id")
                .bind("id", requestId.toString())
                .map(RequestTable::request)
                .findOne();
    }

    @Override
    public void updateBalances(UUID requestId, Account account) {
        handle.createUpdate("UPDATE requests SET available = :available, held = :held WHERE request_id = :id")
                .bind("available", account.available().minorUnits())
                .bind("held", account.held().minorUnits())
                .bind("id", requestId.toString())
                .execute();
    }

    private static StoredRequest request(ResultSet row, StatementContext context) throws SQLException {
        long available = row.getLong("available");
        boolean hasBalances = !row.wasNull();
        return new StoredRequest(
                new RequestIdentity(
                        UUID.fromString(row.getString("request_id")),
                        new RequestFingerprint(row.getString("fingerprint"))),
                row.getString("result_id"),
                hasBalances ? Optional.of(new Balances(available, row.getLong("held"))) : Optional.empty());
    }
}

package dev.stead.payment.storage;

import dev.stead.mesh.sql.CommitFailpoint;
import dev.stead.mesh.time.Micros;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.provider.Attempt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

record AttemptTable(Handle handle) implements Repositories.Attempts {
    @Override
    public void insert(Attempt attempt) {
        handle.createUpdate("""
                        INSERT INTO attempts (settlement_id, number, provider, source, provider_key, provider_reference,
                            create_time)
                        VALUES (:settlement, :number, :provider, :source, :key, :reference, :time)""")
                .bind("settlement", attempt.settlement().value())
                .bind("number", attempt.number())
                .bind("provider", attempt.target().provider())
                .bind("source", attempt.target().source().orElse(null))
                .bind("key", attempt.key())
                .bind("reference", attempt.providerReference().orElse(null))
                .bind("time", Micros.of(attempt.createTime()))
                .execute();
        CommitFailpoint.around(handle, "payment.attempt");
    }

    @Override
    public Optional<Attempt> latest(SettlementId settlement) {
        return handle.createQuery("SELECT * FROM attempts WHERE settlement_id = :id ORDER BY number DESC LIMIT 1")
                .bind("id", settlement.value())
                .map(AttemptTable::attempt)
                .findOne();
    }

    @Override
    public Optional<Attempt> findByKey(String key) {
        return handle.createQuery("SELECT * FROM attempts WHERE provider_key = :key")
                .bind("key", key)
                .map(AttemptTable::attempt)
                .findOne();
    }

    @Override
    public void updateReference(Attempt attempt) {
        handle.createUpdate("""
                        UPDATE attempts SET provider_reference = :reference
                        WHERE settlement_id = :settlement AND number = :number""")
                .bind("reference", attempt.providerReference().orElseThrow())
                .bind("settlement", attempt.settlement().value())
                .bind("number", attempt.number())
                .execute();
        CommitFailpoint.around(handle, "payment.authorised");
    }

    private static Attempt attempt(ResultSet row, StatementContext context) throws SQLException {
        return new Attempt(
                new SettlementId(row.getString("settlement_id")),
                row.getInt("number"),
                new Attempt.Target(row.getString("provider"), Optional.ofNullable(row.getString("source"))),
                row.getString("provider_key"),
                Optional.ofNullable(row.getString("provider_reference")),
                Micros.instant(row.getLong("create_time")));
    }
}

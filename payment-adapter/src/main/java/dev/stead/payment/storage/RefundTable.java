package dev.stead.payment.storage;

import dev.stead.mesh.time.Micros;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.settlement.Refund;
import dev.stead.payment.domain.settlement.Review.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

record RefundTable(Handle handle) implements Repositories.Refunds {
    @Override
    public void insert(Refund refund) {
        handle.createUpdate("""
                        INSERT INTO refunds (request_id, settlement_id, currency, amount, create_time)
                        VALUES (:request, :settlement, :currency, :amount, :time)""")
                .bind("request", refund.requestId().toString())
                .bind("settlement", refund.settlement().value())
                .bind("currency", refund.amount().currencyCode())
                .bind("amount", refund.amount().minorUnits())
                .bind("time", Micros.of(refund.createTime()))
                .execute();
    }

    @Override
    public Optional<Refund> findUnderWay(SettlementId settlement) {
        return handle.createQuery("SELECT * FROM refunds WHERE settlement_id = :id AND finish_time IS NULL")
                .bind("id", settlement.value())
                .map(RefundTable::refund)
                .findOne();
    }

    @Override
    public Optional<Refund> find(UUID requestId) {
        return handle.createQuery("SELECT * FROM refunds WHERE request_id = :request")
                .bind("request", requestId.toString())
                .map(RefundTable::refund)
                .findOne();
    }

    @Override
    public void finish(Refund refund, Finding finding, Instant now) {
        handle.createUpdate("UPDATE refunds SET finish_time = :now, finding = :finding WHERE request_id = :request")
                .bind("now", Micros.of(now))
                .bind("finding", finding.name())
                .bind("request", refund.requestId().toString())
                .execute();
    }

    static Refund refund(ResultSet row, StatementContext context) throws SQLException {
        return new Refund(
                UUID.fromString(row.getString("request_id")),
                new SettlementId(row.getString("settlement_id")),
                new Money(row.getString("currency"), row.getLong("amount")),
                Micros.instant(row.getLong("create_time")));
    }
}

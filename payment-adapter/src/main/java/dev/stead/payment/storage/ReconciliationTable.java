package dev.stead.payment.storage;

import dev.stead.mesh.time.IdGenerator;
import dev.stead.mesh.time.Micros;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.EntryKind;
import dev.stead.payment.domain.reconciliation.LedgerLine;
import dev.stead.payment.domain.reconciliation.RefundLine;
import dev.stead.payment.domain.settlement.Review.Finding;
import dev.stead.payment.domain.settlement.SettlementState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

record ReconciliationTable(Handle handle) implements Repositories.Reconciliation {
    @Override
    public void settlements(Period period, Consumer<LedgerLine> each) {
        // A settlement's id begins with its time, so the primary key is the index of the period.
        handle.createQuery("""
                        SELECT s.settlement_id, s.state, s.currency, s.amount, s.create_time, a.provider, a.provider_key,
                            e.kind, p.currency AS posted_currency, p.amount AS posted
                        FROM settlements s
                        LEFT JOIN attempts a ON a.settlement_id = s.settlement_id AND a.number = 1
                        LEFT JOIN journal_entries e ON e.settlement_id = s.settlement_id AND e.kind IN ('POST', 'VOID')
                        LEFT JOIN postings p ON p.account_id = s.payee_account_id AND p.create_time = e.create_time
                            AND p.entry_id = e.entry_id AND p.pocket = 'AVAILABLE'
                        WHERE s.settlement_id >= :from AND s.settlement_id < :until""")
                .bind("from", IdGenerator.earliest(period.from()))
                .bind("until", IdGenerator.earliest(period.until()))
                .setFetchSize(PaymentTables.FETCH_SIZE)
                .map(ReconciliationTable::line)
                .forEach(each);
    }

    @Override
    public void refunds(Period period, Consumer<RefundLine> each) {
        handle.createQuery("""
                        SELECT r.*, a.provider FROM refunds r
                        JOIN attempts a ON a.settlement_id = r.settlement_id AND a.number = 1
                        WHERE r.create_time >= :from AND r.create_time < :until AND r.finish_time IS NOT NULL""")
                .bind("from", Micros.of(period.from()))
                .bind("until", Micros.of(period.until()))
                .setFetchSize(PaymentTables.FETCH_SIZE)
                .map((row, context) -> new RefundLine(
                        RefundTable.refund(row, context),
                        row.getString("provider"),
                        Finding.valueOf(row.getString("finding"))))
                .forEach(each);
    }

    @Override
    public boolean lease(LocalDate day, Instant now, Instant end) {
        return handle.createUpdate("""
                        INSERT INTO reconciled_days (day, lease_time) VALUES (:day, :lease)
                        ON CONFLICT (day) DO UPDATE SET lease_time = excluded.lease_time
                        WHERE reconciled_days.finish_time IS NULL AND reconciled_days.lease_time <= :now""")
                        .bind("day", day.toString())
                        .bind("lease", Micros.of(end))
                        .bind("now", Micros.of(now))
                        .execute()
                == 1;
    }

    @Override
    public void finish(LocalDate day, Instant now, long breaks) {
        handle.createUpdate("UPDATE reconciled_days SET finish_time = :now, break_count = :breaks WHERE day = :day")
                .bind("now", Micros.of(now))
                .bind("breaks", breaks)
                .bind("day", day.toString())
                .execute();
    }

    @Override
    public Optional<ComparedDay> latest() {
        return handle.createQuery("""
                        SELECT finish_time, break_count FROM reconciled_days
                        WHERE finish_time IS NOT NULL ORDER BY day DESC LIMIT 1""")
                .map((row, _) ->
                        new ComparedDay(Micros.instant(row.getLong("finish_time")), row.getLong("break_count")))
                .findOne();
    }

    private static LedgerLine line(ResultSet row, StatementContext context) throws SQLException {
        String currency = row.getString("currency");
        return new LedgerLine(
                new SettlementId(row.getString("settlement_id")),
                SettlementState.valueOf(row.getString("state")),
                new Money(currency, row.getLong("amount")),
                Micros.instant(row.getLong("create_time")),
                end(row, currency),
                attempt(row));
    }

    private static Optional<LedgerLine.End> end(ResultSet row, String currency) throws SQLException {
        String kind = row.getString("kind");
        String posted = row.getString("posted_currency");
        return kind == null
                ? Optional.empty()
                : Optional.of(new LedgerLine.End(
                        EntryKind.valueOf(kind),
                        new Money(posted == null ? currency : posted, posted == null ? 0 : row.getLong("posted"))));
    }

    private static Optional<LedgerLine.ProviderAttemptKey> attempt(ResultSet row) throws SQLException {
        String key = row.getString("provider_key");
        return key == null
                ? Optional.empty()
                : Optional.of(new LedgerLine.ProviderAttemptKey(row.getString("provider"), key));
    }
}

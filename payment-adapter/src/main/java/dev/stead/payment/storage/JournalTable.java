package dev.stead.payment.storage;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.sql.CommitFailpoint;
import dev.stead.mesh.time.Micros;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.BalanceKind;
import dev.stead.payment.domain.ledger.EntryKind;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.ledger.Posting;
import dev.stead.payment.domain.ledger.PostingResult;
import dev.stead.payment.domain.ledger.RecomputedBalance;
import dev.stead.payment.domain.ledger.StatementLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

record JournalTable(Handle handle, ActRecorder acts) implements Repositories.Journal {
    @Override
    public PostingResult post(List<JournalEntry> entries) {
        PostingResult result = new BalanceChanges(handle).apply(entries);
        if (result instanceof PostingResult.Done) {
            entries.forEach(this::insert);
        }
        return result;
    }

    @Override
    public List<StatementLine> statement(AccountId account, Optional<StatementLine.Position> after, int limit) {
        String older = after.isPresent() ? "AND (p.create_time, p.entry_id) < (:time, :entry)" : "";
        var query = handle.createQuery("""
                        SELECT p.*, e.kind, e.settlement_id FROM postings p
                        JOIN journal_entries e ON e.entry_id = p.entry_id
                        WHERE p.account_id = :account AND p.pocket = 'AVAILABLE' <older>
                        ORDER BY p.create_time DESC, p.entry_id DESC LIMIT :limit""")
                .define("older", older)
                .bind("account", account.value())
                .bind("limit", limit);
        after.ifPresent(
                position -> query.bind("time", Micros.of(position.time())).bind("entry", position.entryId()));
        return query.map(JournalTable::line).list();
    }

    @Override
    public void recomputeBalances(Consumer<RecomputedBalance> each) {
        handle.createQuery("""
                        SELECT a.account_id, a.owner_kind, a.owner_id, a.currency, a.available, a.held, a.create_time,
                            SUM(CASE WHEN p.pocket = 'AVAILABLE' THEN p.amount >> 32 END) AS available_high,
                            SUM(CASE WHEN p.pocket = 'AVAILABLE' THEN p.amount & 4294967295 END) AS available_low,
                            SUM(CASE WHEN p.pocket = 'HELD' THEN p.amount >> 32 END) AS held_high,
                            SUM(CASE WHEN p.pocket = 'HELD' THEN p.amount & 4294967295 END) AS held_low,
                            COUNT(p.entry_id) AS posting_count
                        FROM accounts a LEFT JOIN postings p ON p.account_id = a.account_id
                        GROUP BY a.account_id ORDER BY a.account_id""")
                .setFetchSize(PaymentTables.FETCH_SIZE)
                .map(JournalTable::recomputed)
                .forEach(each);
    }

    @Override
    public List<String> unbalancedEntries(int limit) {
        return handle.createQuery("""
                        SELECT entry_id FROM postings GROUP BY entry_id, currency
                        HAVING SUM(amount >> 32) * 4294967296 + SUM(amount & 4294967295) <> 0 LIMIT :limit
                        """).bind("limit", limit).mapTo(String.class).list();
    }

    private void insert(JournalEntry entry) {
        handle.createUpdate("""
                        INSERT INTO journal_entries (entry_id, kind, settlement_id, create_time)
                        VALUES (:id, :kind, :settlement, :time)""")
                .bind("id", entry.id())
                .bind("kind", entry.kind().name())
                .bind("settlement", entry.settlement().map(SettlementId::value).orElse(null))
                .bind("time", Micros.of(entry.createTime()))
                .execute();
        PreparedBatch postings = handle.prepareBatch("""
                        INSERT INTO postings (account_id, create_time, entry_id, pocket, currency, amount)
                        VALUES (:account, :time, :entry, :pocket, :currency, :amount)""");
        for (Posting posting : entry.postings()) {
            postings.bind("account", posting.account().value())
                    .bind("time", Micros.of(entry.createTime()))
                    .bind("entry", entry.id())
                    .bind("pocket", posting.balanceKind().name())
                    .bind("currency", posting.amount().currencyCode())
                    .bind("amount", posting.amount().minorUnits())
                    .add();
        }
        postings.execute();
        acts.record(act(entry));
        CommitFailpoint.around(handle, "payment." + entry.kind().name().toLowerCase(Locale.ROOT));
    }

    private static Act act(JournalEntry entry) {
        Act act = Act.of("entry." + entry.kind().name().toLowerCase(Locale.ROOT))
                .about("entry", entry.id())
                .about("settlement", entry.settlement().map(SettlementId::value).orElse(null));
        for (Posting posting : entry.postings()) {
            act = act.about("account", posting.account().value());
        }
        return act.containing(entry.postings().stream()
                .map(posting -> posting.account().value() + " " + posting.balanceKind() + " "
                        + posting.amount().currencyCode() + " "
                        + posting.amount().minorUnits())
                .toArray(String[]::new));
    }

    private static StatementLine line(ResultSet row, StatementContext context) throws SQLException {
        var amount = new Money(row.getString("currency"), row.getLong("amount"));
        return new StatementLine(
                new Posting(
                        new AccountId(row.getString("account_id")),
                        BalanceKind.valueOf(row.getString("pocket")),
                        amount),
                EntryKind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getString("settlement_id")).map(SettlementId::new),
                new StatementLine.Position(Micros.instant(row.getLong("create_time")), row.getString("entry_id")));
    }

    private static RecomputedBalance recomputed(ResultSet row, StatementContext context) throws SQLException {
        String currency = row.getString("currency");
        return new RecomputedBalance(
                AccountTable.account(row, context),
                new Money(currency, sum(row, "available")),
                new Money(currency, sum(row, "held")),
                row.getLong("posting_count"));
    }

    /**
     * Added up in halves: SQLite refuses a sum that does not fit 64 bits on its way, and it does not add in the order of time. What
     * the halves are together fits, or wraps around and then differs from the stored balance.
     */
    private static long sum(ResultSet row, String balance) throws SQLException {
        return (row.getLong(balance + "_high") << 32) + row.getLong(balance + "_low");
    }
}

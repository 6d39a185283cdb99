package dev.stead.payment.storage;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.time.Micros;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.reconciliation.SettlementWithRequest;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.Settlement.NextAttempt;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.domain.settlement.SettlementTerms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

record SettlementTable(Handle handle, ActRecorder acts) implements Repositories.Settlements {
    @Override
    public void insert(Settlement settlement) {
        SettlementTerms terms = settlement.terms();
        Update update = handle.createUpdate("""
                        INSERT INTO settlements (settlement_id, request_id, payer_account_id, payee_account_id, currency,
                            amount, reference, state, decline_reason, refunded, version, tries, due_time, leased,
                            create_time, update_time)
                        VALUES (:id, :request, :payer, :payee, :currency, :amount, :reference, :state, :decline, :refunded,
                            :version, :tries, :due, :leased, :createTime, :updateTime)""")
                .bind("request", settlement.requestId().toString())
                .bind("payer", terms.payer().value())
                .bind("payee", terms.payee().value())
                .bind("currency", terms.amount().currencyCode())
                .bind("amount", terms.amount().minorUnits())
                .bind("reference", terms.reference())
                .bind("createTime", Micros.of(settlement.createTime()));
        bindProgress(update, settlement).execute();
        recordEnd(settlement);
    }

    @Override
    public Optional<Settlement> find(SettlementId id) {
        return handle.createQuery("SELECT * FROM settlements WHERE settlement_id = :id")
                .bind("id", id.value())
                .map(SettlementTable::settlement)
                .findOne();
    }

    @Override
    public Optional<Settlement> findForUpdate(SettlementId id) {
        return handle.createQuery("SELECT * FROM settlements WHERE settlement_id = :id <forUpdate>")
                .bind("id", id.value())
                .map(SettlementTable::settlement)
                .findOne();
    }

    @Override
    public boolean replace(long version, Settlement next) {
        Update update = handle.createUpdate("""
                        UPDATE settlements SET state = :state, decline_reason = :decline, refunded = :refunded,
                            version = :version, tries = :tries, due_time = :due, leased = :leased,
                            update_time = :updateTime
                        WHERE settlement_id = :id AND version = :before""").bind("before", version);
        boolean isReplaced = bindProgress(update, next).execute() == 1;
        if (isReplaced) {
            recordEnd(next);
        }
        return isReplaced;
    }

    /** What moves money is recorded with its journal entry; here is what moved none. */
    private void recordEnd(Settlement settlement) {
        switch (settlement.state()) {
            case DECLINED, EXPIRED, MANUAL_REVIEW ->
                acts.record(Act.of("settlement." + settlement.state().name().toLowerCase(Locale.ROOT))
                        .about("settlement", settlement.id().value())
                        .about("account", settlement.terms().payer().value())
                        .about("account", settlement.terms().payee().value()));
            case RECEIVED, HELD, SUBMITTED, AUTHORIZED, CAPTURING, SETTLED, UNKNOWN -> {}
            case VOIDING, VOIDED, REVERSING, REVERSED, REFUNDING, REFUNDED, PARTIALLY_REFUNDED -> {}
        }
    }

    @Override
    public List<Settlement> due(Instant now, int limit) {
        return handle.createQuery("SELECT * FROM settlements WHERE due_time <= :now ORDER BY due_time LIMIT :limit")
                .bind("now", Micros.of(now))
                .bind("limit", limit)
                .map(SettlementTable::settlement)
                .list();
    }

    @Override
    public Optional<Settlement> lease(Settlement due, Instant end) {
        return handle.createQuery("""
                        UPDATE settlements SET tries = tries + 1, due_time = :end, leased = 1
                        WHERE settlement_id = :id AND version = :version AND due_time = :due RETURNING *""")
                .bind("end", Micros.of(end))
                .bind("id", due.id().value())
                .bind("version", due.version())
                .bind("due", dueMicros(due))
                .map(SettlementTable::settlement)
                .findOne();
    }

    @Override
    public boolean makeDueNow(SettlementId id, Instant now) {
        return handle.createUpdate("""
                        UPDATE settlements SET due_time = :now
                        WHERE settlement_id = :id AND leased = 0 AND due_time > :now""")
                        .bind("now", Micros.of(now))
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    @Override
    public long countInReview() {
        return handle.createQuery("SELECT COUNT(*) FROM settlements WHERE state = 'MANUAL_REVIEW'")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public void forEachWithRequest(Consumer<SettlementWithRequest> each) {
        handle.createQuery("""
                        SELECT s.settlement_id, s.request_id, s.currency, s.amount, s.reference, r.fingerprint,
                            payer.owner_kind AS payer_kind, payer.owner_id AS payer_id,
                            payee.owner_kind AS payee_kind, payee.owner_id AS payee_id
                        FROM settlements s
                        LEFT JOIN requests r ON r.request_id = s.request_id
                        LEFT JOIN accounts payer ON payer.account_id = s.payer_account_id
                        LEFT JOIN accounts payee ON payee.account_id = s.payee_account_id""")
                .setFetchSize(PaymentTables.FETCH_SIZE)
                .map(SettlementTable::withRequest)
                .forEach(each);
    }

    private static SettlementWithRequest withRequest(ResultSet row, StatementContext context) throws SQLException {
        String payer = row.getString("payer_kind");
        String payee = row.getString("payee_kind");
        Optional<SettleCommand> command = payer == null || payee == null
                ? Optional.empty()
                : Optional.of(new SettleCommand(
                        UUID.fromString(row.getString("request_id")),
                        AccountTable.owner(payer, row.getString("payer_id")),
                        AccountTable.owner(payee, row.getString("payee_id")),
                        new Money(row.getString("currency"), row.getLong("amount")),
                        row.getString("reference")));
        return new SettlementWithRequest(
                new SettlementId(row.getString("settlement_id")),
                command,
                Optional.ofNullable(row.getString("fingerprint")).map(RequestFingerprint::new));
    }

    private static Update bindProgress(Update update, Settlement settlement) {
        Settlement.Progress progress = settlement.progress();
        return update.bind("id", settlement.id().value())
                .bind("state", progress.state().name())
                .bind("decline", progress.decline().map(DeclineReason::name).orElse(null))
                .bind("refunded", progress.refunded().minorUnits())
                .bind("version", progress.version())
                .bind("tries", progress.retries())
                .bind("due", dueMicros(settlement))
                .bind(
                        "leased",
                        progress.nextAttempt().filter(NextAttempt::leased).isPresent() ? 1 : 0)
                .bind("updateTime", Micros.of(progress.updateTime()));
    }

    private static @Nullable Long dueMicros(Settlement settlement) {
        return settlement
                .progress()
                .nextAttempt()
                .map(attempt -> Micros.of(attempt.due()))
                .orElse(null);
    }

    private static Settlement settlement(ResultSet row, StatementContext context) throws SQLException {
        String currency = row.getString("currency");
        var terms = new SettlementTerms(
                new AccountId(row.getString("payer_account_id")),
                new AccountId(row.getString("payee_account_id")),
                new Money(currency, row.getLong("amount")),
                row.getString("reference"));
        var progress = new Settlement.Progress(
                SettlementState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("decline_reason")).map(DeclineReason::valueOf),
                new Money(currency, row.getLong("refunded")),
                row.getLong("version"),
                Micros.instant(row.getLong("update_time")),
                row.getInt("tries"),
                nextAttempt(row));
        return new Settlement(
                new SettlementId(row.getString("settlement_id")),
                UUID.fromString(row.getString("request_id")),
                terms,
                progress,
                Micros.instant(row.getLong("create_time")));
    }

    private static Optional<NextAttempt> nextAttempt(ResultSet row) throws SQLException {
        boolean leased = row.getInt("leased") == 1;
        long due = row.getLong("due_time");
        return row.wasNull() ? Optional.empty() : Optional.of(new NextAttempt(Micros.instant(due), leased));
    }
}

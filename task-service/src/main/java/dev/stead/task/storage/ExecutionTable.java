package dev.stead.task.storage;

import static dev.stead.task.storage.RowMapper.EXECUTION_ALWAYS;
import static dev.stead.task.storage.RowMapper.EXECUTION_NOW;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.audit.MerkleHash;
import dev.stead.mesh.sql.CommitFailpoint;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.eligibility.MandateUsage;
import dev.stead.task.domain.evidence.RecordedExecution;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.task.Execution;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of executions. */
record ExecutionTable(Handle handle, ActRecorder acts) implements Repositories.Executions {

    @Override
    public Optional<Execution> find(ExecutionId executionId) {
        return handle.createQuery("SELECT e.task_id, " + EXECUTION_ALWAYS + ", " + EXECUTION_NOW
                        + " FROM executions e WHERE e.execution_id = :id")
                .bind("id", executionId.value())
                .map((row, context) -> RowMapper.execution(row))
                .findOne();
    }

    @Override
    public void add(Execution execution, Instant firstRetry) {
        OutcomeName.Columns outcome = OutcomeName.columns(execution.outcome());
        Money amount = outcome.amount();
        CollectionPoint point = outcome.point();
        handle.createUpdate("""
                        INSERT INTO executions (execution_id, task_id, terminal_id, outcome, currency, amount,
                          settlement_id, reason, point_label, point_code, create_time, update_time, attempts,
                          next_attempt)
                        VALUES (:id, :task, :terminal, :outcome, :currency, :amount, :settlement, :reason, :label,
                          :code, :createTime, :updateTime, 0, :next)
                        """)
                .bind("id", execution.id().value())
                .bind("task", execution.taskId().value())
                .bind("terminal", execution.terminalId().value())
                .bind("outcome", outcome.name().name())
                .bind("currency", amount == null ? null : amount.currencyCode())
                .bind("amount", amount == null ? null : (Long) amount.minorUnits())
                .bind("settlement", RowMapper.value(outcome.settlement(), SettlementReference::value))
                .bind("reason", outcome.reason())
                .bind("label", point == null ? null : point.label())
                .bind("code", point == null ? null : point.code())
                .bind("createTime", Micros.of(execution.createTime()))
                .bind("updateTime", Micros.of(execution.updateTime()))
                .bind("next", Micros.of(firstRetry))
                .execute();
        CommitFailpoint.around(handle, "task.claim");
    }

    @Override
    public void replace(Execution execution) {
        OutcomeName.Columns outcome = OutcomeName.columns(execution.outcome());
        MerkleHash leaf = acts.record(act(execution, outcome));
        int changed = handle.createUpdate("""
                        UPDATE executions SET outcome = :outcome, settlement_id = :settlement, reason = :reason,
                          update_time = :updateTime, leaf_hash = :leaf
                        WHERE execution_id = :id AND outcome IN ('SETTLING', 'COLLECTING')
                        """)
                .bind("id", execution.id().value())
                .bind("outcome", outcome.name().name())
                .bind("settlement", RowMapper.value(outcome.settlement(), SettlementReference::value))
                .bind("reason", outcome.reason())
                .bind("updateTime", Micros.of(execution.updateTime()))
                .bind("leaf", leaf.bytes())
                .execute();
        if (changed != 1) {
            throw new IllegalStateException("a known outcome never changes");
        }
        CommitFailpoint.around(handle, "task.outcome");
    }

    /** What it contains is in docs/evidence.md: whoever verifies evidence computes it again. */
    private static Act act(Execution execution, OutcomeName.Columns outcome) {
        return Act.of("execution." + outcome.name().name().toLowerCase(Locale.ROOT))
                .about("task", execution.taskId().value())
                .about("execution", execution.id().value())
                .about("settlement", RowMapper.value(outcome.settlement(), SettlementReference::value))
                .containing(
                        execution.terminalId().value(),
                        Long.toString(Micros.of(execution.createTime())),
                        Long.toString(Micros.of(execution.updateTime())),
                        RowMapper.plain(outcome.amount()),
                        Objects.requireNonNullElse(outcome.reason(), ""));
    }

    @Override
    public List<Unresolved> findDue(Instant instant, int limit) {
        return handle.createQuery("""
                        SELECT execution_id, attempts FROM executions
                        WHERE outcome = 'SETTLING' AND next_attempt <= :instant ORDER BY next_attempt LIMIT :limit
                        """)
                .bind("instant", Micros.of(instant))
                .bind("limit", limit)
                .map((row, context) ->
                        new Unresolved(new ExecutionId(RowMapper.text(row, "execution_id")), row.getInt("attempts")))
                .list();
    }

    @Override
    public Optional<Instant> nextAttemptTime() {
        return handle.createQuery(
                        "SELECT next_attempt FROM executions WHERE outcome = 'SETTLING' ORDER BY next_attempt LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .map(Micros::instant);
    }

    @Override
    public List<MandateUsage.Use> findUses(TaskId taskId, Instant from) {
        return handle.createQuery("""
                        SELECT create_time, currency, amount FROM executions
                        WHERE task_id = :task AND create_time >= :from AND outcome NOT IN ('REFUSED', 'NOT_COLLECTED')
                        """)
                .bind("task", taskId.value())
                .bind("from", Micros.of(from))
                .map((row, context) -> new MandateUsage.Use(
                        Micros.instant(row.getLong("create_time")), RowMapper.money(row, "currency", "amount")))
                .list();
    }

    @Override
    public List<RecordedExecution> findByTask(TaskId taskId) {
        return handle.createQuery("SELECT e.task_id, e.leaf_hash, " + EXECUTION_ALWAYS + ", " + EXECUTION_NOW
                        + " FROM executions e WHERE e.task_id = :task ORDER BY e.create_time, e.execution_id")
                .bind("task", taskId.value())
                .map((row, context) -> new RecordedExecution(RowMapper.execution(row), RowMapper.leaf(row)))
                .list();
    }

    @Override
    public int countSettling() {
        return handle.createQuery("SELECT COUNT(*) FROM executions WHERE outcome = 'SETTLING'")
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public boolean postpone(Unresolved unresolved, Instant nextAttempt) {
        return handle.createUpdate("""
                                UPDATE executions SET attempts = attempts + 1, next_attempt = :next
                                WHERE execution_id = :id AND attempts = :attempts AND outcome = 'SETTLING'
                                """)
                        .bind("id", unresolved.executionId().value())
                        .bind("attempts", unresolved.attempts())
                        .bind("next", Micros.of(nextAttempt))
                        .execute()
                == 1;
    }
}

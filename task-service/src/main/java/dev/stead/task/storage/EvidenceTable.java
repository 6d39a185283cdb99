package dev.stead.task.storage;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.evidence.EvidenceEntry;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table of evidence. Whoever adds an entry has locked the task's row, so that numbers have neither gaps nor duplicates. */
record EvidenceTable(Handle handle) implements Repositories.Evidence {

    @Override
    public void add(TaskId taskId, EvidenceEntry entry) {
        Money amount = entry.detail().amount();
        handle.createUpdate("""
                        INSERT INTO acts (task_id, number, kind, person_id, act_time, terminal_id, execution_id, currency,
                          amount, assertion)
                        SELECT :task, COALESCE(MAX(number), 0) + 1, :kind, :person, :time, :terminal, :execution, :currency,
                          CAST(:amount AS BIGINT), :assertion
                        FROM acts WHERE task_id = :task
                        """)
                .bind("task", taskId.value())
                .bind("kind", entry.kind().name())
                .bind("person", entry.personId().value())
                .bind("time", Micros.of(entry.time()))
                .bind("terminal", RowMapper.value(entry.detail().terminalId(), TerminalId::value))
                .bind("execution", RowMapper.value(entry.detail().executionId(), ExecutionId::value))
                .bind("currency", amount == null ? null : amount.currencyCode())
                .bind("amount", amount == null ? null : (Long) amount.minorUnits())
                .bind("assertion", entry.assertion())
                .execute();
    }

    @Override
    public List<EvidenceEntry> findByTask(TaskId taskId) {
        return handle.createQuery("""
                        SELECT kind, person_id, act_time, terminal_id, execution_id, currency, amount, assertion
                        FROM acts WHERE task_id = :task ORDER BY number
                        """)
                .bind("task", taskId.value())
                .map((row, context) -> new EvidenceEntry(
                        EvidenceEntry.Kind.valueOf(RowMapper.text(row, "kind")),
                        new PersonId(RowMapper.text(row, "person_id")),
                        Micros.instant(row.getLong("act_time")),
                        new EvidenceEntry.Detail(
                                RowMapper.optional(row, "terminal_id", TerminalId::new),
                                RowMapper.optional(row, "execution_id", ExecutionId::new),
                                RowMapper.money(row, "currency", "amount")),
                        row.getString("assertion")))
                .list();
    }
}

package dev.stead.task.storage;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.evidence.EvidenceEntry;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** The table of evidence. Whoever adds an entry has locked the task's row, so that numbers have neither gaps nor duplicates. */
record EvidenceTable(Handle handle, ActRecorder acts) implements Repositories.Evidence {

    @Override
    public void add(TaskId taskId, EvidenceEntry entry) {
        Money amount = entry.detail().amount();
        handle.createUpdate("""
                        INSERT INTO acts (task_id, number, kind, person_id, act_time, terminal_id, execution_id, currency,
                          amount, assertion, passkey)
                        SELECT :task, COALESCE(MAX(number), 0) + 1, :kind, :person, :time, :terminal, :execution, :currency,
                          CAST(:amount AS BIGINT), :assertion, :passkey
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
                .bind("passkey", RowMapper.value(entry.passkey(), PasskeyProofText::write))
                .execute();
        acts.record(act(taskId, entry));
    }

    /** Contains the mandate too: whoever changes it later contradicts everything that was done under it. */
    private Act act(TaskId taskId, EvidenceEntry entry) {
        return handle.createQuery("""
                        SELECT delegator_id, delegate_id, merchant_id, order_id, kind, limit_currency, limit_amount, max_uses, mandate
                        FROM tasks WHERE task_id = :task
                        """)
                .bind("task", taskId.value())
                .map((row, context) -> Act.of("task." + entry.kind().name().toLowerCase(Locale.ROOT))
                        .about("task", taskId.value())
                        .about("person", entry.personId().value())
                        .about("terminal", RowMapper.value(entry.detail().terminalId(), TerminalId::value))
                        .about("execution", RowMapper.value(entry.detail().executionId(), ExecutionId::value))
                        .containing(
                                RowMapper.text(row, "delegator_id"),
                                RowMapper.text(row, "delegate_id"),
                                RowMapper.text(row, "merchant_id"),
                                RowMapper.text(row, "order_id"),
                                RowMapper.text(row, "kind"),
                                RowMapper.plain(RowMapper.money(row, "limit_currency", "limit_amount")),
                                Integer.toString(row.getInt("max_uses")),
                                RowMapper.plain(row.getBytes("mandate")),
                                RowMapper.plain(entry.detail().amount()),
                                // As without passkeys, so that what was recorded before is the same.
                                entry.passkey() == null
                                        ? Objects.requireNonNullElse(entry.assertion(), "")
                                        : PasskeyProofText.write(entry.passkey())))
                .one();
    }

    @Override
    public List<EvidenceEntry> findByTask(TaskId taskId) {
        return handle.createQuery("""
                        SELECT kind, person_id, act_time, terminal_id, execution_id, currency, amount, assertion, passkey
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
                        row.getString("assertion"),
                        RowMapper.optional(row, "passkey", PasskeyProofText::read)))
                .list();
    }
}

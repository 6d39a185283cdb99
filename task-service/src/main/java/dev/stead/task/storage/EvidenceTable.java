package dev.stead.task.storage;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.audit.MerkleHash;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.evidence.RecordedEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of evidence. Whoever adds an entry has locked the task's row, so that numbers have neither gaps nor duplicates. */
record EvidenceTable(Handle handle, ActRecorder acts) implements Repositories.Evidence {

    @Override
    public void add(TaskId taskId, EvidenceEntry entry) {
        int number = handle.createQuery("SELECT COALESCE(MAX(number), 0) + 1 FROM acts WHERE task_id = :task")
                .bind("task", taskId.value())
                .mapTo(Integer.class)
                .one();
        MerkleHash leaf = acts.record(act(taskId, number, entry));
        Money amount = entry.detail().amount();
        handle.createUpdate("""
                        INSERT INTO acts (task_id, number, kind, person_id, act_time, terminal_id, execution_id, currency,
                          amount, assertion, passkey, leaf_hash)
                        VALUES (:task, :number, :kind, :person, :time, :terminal, :execution, :currency,
                          CAST(:amount AS BIGINT), :assertion, :passkey, :leaf)
                        """)
                .bind("task", taskId.value())
                .bind("number", number)
                .bind("kind", entry.kind().name())
                .bind("person", entry.personId().value())
                .bind("time", Micros.of(entry.time()))
                .bind("terminal", RowMapper.value(entry.detail().terminalId(), TerminalId::value))
                .bind("execution", RowMapper.value(entry.detail().executionId(), ExecutionId::value))
                .bind("currency", amount == null ? null : amount.currencyCode())
                .bind("amount", amount == null ? null : (Long) amount.minorUnits())
                .bind("assertion", entry.assertion())
                .bind("passkey", RowMapper.value(entry.passkey(), PasskeyProofText::write))
                .bind("leaf", leaf.bytes())
                .execute();
    }

    /**
     * Contains the mandate too: whoever changes it later contradicts everything that was done under it. What it contains is in
     * docs/evidence.md: whoever verifies evidence computes it again.
     */
    private Act act(TaskId taskId, int number, EvidenceEntry entry) {
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
                        .containing(content(row, number, entry)))
                .one();
    }

    private static String[] content(ResultSet task, int number, EvidenceEntry entry) throws SQLException {
        return new String[] {
            Integer.toString(number),
            Long.toString(Micros.of(entry.time())),
            RowMapper.text(task, "delegator_id"),
            RowMapper.text(task, "delegate_id"),
            RowMapper.text(task, "merchant_id"),
            RowMapper.text(task, "order_id"),
            RowMapper.text(task, "kind"),
            RowMapper.plain(RowMapper.money(task, "limit_currency", "limit_amount")),
            Integer.toString(task.getInt("max_uses")),
            RowMapper.plain(task.getBytes("mandate")),
            RowMapper.plain(entry.detail().amount()),
            entry.passkey() == null
                    ? Objects.requireNonNullElse(entry.assertion(), "")
                    : PasskeyProofText.write(entry.passkey())
        };
    }

    @Override
    public List<RecordedEntry> findByTask(TaskId taskId) {
        return handle.createQuery("""
                        SELECT number, kind, person_id, act_time, terminal_id, execution_id, currency, amount, assertion, passkey,
                          leaf_hash
                        FROM acts WHERE task_id = :task ORDER BY number
                        """)
                .bind("task", taskId.value())
                .map((row, context) -> new RecordedEntry(row.getInt("number"), entry(row), RowMapper.leaf(row)))
                .list();
    }

    private static EvidenceEntry entry(ResultSet row) throws SQLException {
        return new EvidenceEntry(
                EvidenceEntry.Kind.valueOf(RowMapper.text(row, "kind")),
                new PersonId(RowMapper.text(row, "person_id")),
                Micros.instant(row.getLong("act_time")),
                new EvidenceEntry.Detail(
                        RowMapper.optional(row, "terminal_id", TerminalId::new),
                        RowMapper.optional(row, "execution_id", ExecutionId::new),
                        RowMapper.money(row, "currency", "amount")),
                row.getString("assertion"),
                RowMapper.optional(row, "passkey", PasskeyProofText::read));
    }

    @Override
    public String terms(TaskId taskId) {
        return handle.createQuery("SELECT mandate FROM tasks WHERE task_id = :task")
                .bind("task", taskId.value())
                .map((row, context) -> Optional.ofNullable(row.getBytes("mandate"))
                        .map(Base64.getEncoder()::encodeToString)
                        .orElse(""))
                .one();
    }
}

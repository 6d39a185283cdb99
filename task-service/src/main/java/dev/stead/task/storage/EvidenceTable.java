package dev.stead.task.storage;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.EvidenceRecords;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.evidence.EvidenceEntry;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table of acts. The task's row is locked by whoever adds one, so that numbers have no gap and no double. */
record EvidenceTable(Handle handle) implements EvidenceRecords {

    @Override
    public void add(String taskId, EvidenceEntry act) {
        Money amount = act.at().amount();
        handle.createUpdate("""
                        INSERT INTO acts (task_id, number, kind, person_id, act_time, terminal_id, execution_id, currency,
                          amount, assertion)
                        SELECT :task, COALESCE(MAX(number), 0) + 1, :kind, :person, :time, :terminal, :execution, :currency,
                          CAST(:amount AS BIGINT), :assertion
                        FROM acts WHERE task_id = :task
                        """)
                .bind("task", taskId)
                .bind("kind", act.kind().name())
                .bind("person", act.personId())
                .bind("time", Micros.of(act.time()))
                .bind("terminal", act.at().terminalId())
                .bind("execution", act.at().executionId())
                .bind("currency", amount == null ? null : amount.currencyCode())
                .bind("amount", amount == null ? null : (Long) amount.minorUnits())
                .bind("assertion", act.assertion())
                .execute();
    }

    @Override
    public List<EvidenceEntry> acts(String taskId) {
        return handle.createQuery("""
                        SELECT kind, person_id, act_time, terminal_id, execution_id, currency, amount, assertion
                        FROM acts WHERE task_id = :task ORDER BY number
                        """)
                .bind("task", taskId)
                .map((row, context) -> new EvidenceEntry(
                        EvidenceEntry.Kind.valueOf(RowMapper.text(row, "kind")),
                        RowMapper.text(row, "person_id"),
                        Micros.instant(row.getLong("act_time")),
                        new EvidenceEntry.Detail(
                                row.getString("terminal_id"),
                                row.getString("execution_id"),
                                RowMapper.money(row, "currency", "amount")),
                        row.getString("assertion")))
                .list();
    }
}

package dev.stead.task.storage;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.ApprovalRecords;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.task.Approval;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of approvals. */
record ApprovalTable(Handle handle) implements ApprovalRecords {

    @Override
    public Optional<Approval> of(String taskId) {
        return handle.createQuery(
                        "SELECT task_id, currency, amount, given, expire_time FROM approvals WHERE task_id = :task")
                .bind("task", taskId)
                .map((row, context) -> new Approval(
                        RowMapper.text(row, "task_id"),
                        new Money(RowMapper.text(row, "currency"), row.getLong("amount")),
                        row.getInt("given") == 1,
                        Micros.instant(row.getLong("expire_time"))))
                .findOne();
    }

    @Override
    public void put(Approval approval) {
        handle.createUpdate("""
                        INSERT INTO approvals (task_id, currency, amount, given, expire_time)
                        VALUES (:task, :currency, :amount, :given, :expireTime)
                        ON CONFLICT (task_id) DO UPDATE SET currency = excluded.currency, amount = excluded.amount,
                          given = excluded.given, expire_time = excluded.expire_time
                        """)
                .bind("task", approval.taskId())
                .bind("currency", approval.amount().currencyCode())
                .bind("amount", approval.amount().minorUnits())
                .bind("given", approval.given() ? 1 : 0)
                .bind("expireTime", Micros.of(approval.expireTime()))
                .execute();
    }

    @Override
    public void remove(String taskId) {
        handle.createUpdate("DELETE FROM approvals WHERE task_id = :task")
                .bind("task", taskId)
                .execute();
    }
}

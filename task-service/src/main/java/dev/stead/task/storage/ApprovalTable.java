package dev.stead.task.storage;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.task.Approval;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of approvals. */
record ApprovalTable(Handle handle) implements Repositories.Approvals {

    @Override
    public Optional<Approval> find(TaskId taskId) {
        return handle.createQuery(
                        "SELECT task_id, currency, amount, given, passkey_id, expire_time FROM approvals WHERE task_id = :task")
                .bind("task", taskId.value())
                .map((row, context) -> new Approval(
                        new TaskId(RowMapper.text(row, "task_id")),
                        new Money(RowMapper.text(row, "currency"), row.getLong("amount")),
                        row.getInt("given") == 1,
                        RowMapper.optional(row, "passkey_id", PasskeyId::new),
                        Micros.instant(row.getLong("expire_time"))))
                .findOne();
    }

    @Override
    public void put(Approval approval) {
        handle.createUpdate("""
                        INSERT INTO approvals (task_id, currency, amount, given, passkey_id, expire_time)
                        VALUES (:task, :currency, :amount, :given, :passkey, :expireTime)
                        ON CONFLICT (task_id) DO UPDATE SET currency = excluded.currency, amount = excluded.amount,
                          given = excluded.given, passkey_id = excluded.passkey_id, expire_time = excluded.expire_time
                        """)
                .bind("task", approval.taskId().value())
                .bind("currency", approval.amount().currencyCode())
                .bind("amount", approval.amount().minorUnits())
                .bind("given", approval.granted() ? 1 : 0)
                .bind("passkey", RowMapper.value(approval.passkeyId(), PasskeyId::value))
                .bind("expireTime", Micros.of(approval.expireTime()))
                .execute();
    }

    @Override
    public void removeGivenWith(PasskeyId passkeyId) {
        handle.createUpdate("DELETE FROM approvals WHERE passkey_id = :passkey")
                .bind("passkey", passkeyId.value())
                .execute();
    }

    @Override
    public void remove(TaskId taskId) {
        handle.createUpdate("DELETE FROM approvals WHERE task_id = :task")
                .bind("task", taskId.value())
                .execute();
    }
}

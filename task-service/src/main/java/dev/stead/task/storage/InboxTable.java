package dev.stead.task.storage;

import dev.stead.mesh.sql.CommitFailpoint;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.notification.Notification.Change;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The tables of inboxes and notifications. */
record InboxTable(Handle handle, ReadContext context, Set<PersonId> notified) implements Repositories.Inboxes {
    private static final String NOTIFICATION =
            "SELECT n.number, n.kind AS notification_kind, n.create_time AS notification_time, "
                    + RowMapper.TASK_ALWAYS
                    + ", n.state, n.uses, n.failures, n.execution_id AS last_execution_id, n.update_time, n.version, n.revoking, "
                    + "NULL AS accepted_as, "
                    + RowMapper.ORDER_ALWAYS + ", n.order_state, NULL AS held_by, "
                    + RowMapper.EXECUTION_ALWAYS + ", n.outcome, n.settlement_id, n.reason, n.execution_update_time"
                    + " FROM notifications n JOIN tasks t ON t.task_id = n.task_id"
                    + " JOIN orders o ON o.merchant_id = t.merchant_id AND o.order_id = t.order_id"
                    + " LEFT JOIN executions e ON e.execution_id = n.execution_id"
                    + " WHERE n.person_id = :person AND n.number > :after ORDER BY n.number LIMIT :limit";

    @Override
    public void deliver(List<PersonId> personIds, NotificationKind kind, TaskView view, Instant now) {
        // In the same order in every transaction, so that two deliveries never wait for each other.
        for (PersonId personId :
                personIds.stream().sorted(Comparator.comparing(PersonId::value)).toList()) {
            insert(personId, nextNumber(personId, now), kind, view, now);
            notified.add(personId);
        }
        CommitFailpoint.around(handle, "task.outbox");
    }

    @Override
    public void deliver(PersonId personId, NotificationKind kind, Passkey passkey, Instant now) {
        handle.createUpdate("""
                        INSERT INTO passkey_notifications (person_id, number, kind, create_time, passkey_id, passkey_create_time,
                          active_time)
                        VALUES (:person, :number, :kind, :now, :passkey, :created, :active)
                        """)
                .bind("person", personId.value())
                .bind("number", nextNumber(personId, now))
                .bind("kind", kind.name())
                .bind("now", Micros.of(now))
                .bind("passkey", passkey.id().value())
                .bind("created", Micros.of(passkey.createTime()))
                .bind("active", Micros.of(passkey.activeTime()))
                .execute();
        notified.add(personId);
    }

    @Override
    public List<Notification> findAfter(PersonId personId, long cursor, int limit) {
        return Stream.concat(
                        findAboutTasks(personId, cursor, limit).stream(),
                        findAboutPasskeys(personId, cursor, limit).stream())
                .sorted(Comparator.comparingLong(Notification::cursor))
                .limit(limit)
                .toList();
    }

    private List<Notification> findAboutPasskeys(PersonId personId, long cursor, int limit) {
        return handle.createQuery("""
                        SELECT number, kind, create_time, passkey_id, passkey_create_time, active_time FROM passkey_notifications
                        WHERE person_id = :person AND number > :after ORDER BY number LIMIT :limit
                        """)
                .bind("person", personId.value())
                .bind("after", cursor)
                .bind("limit", limit)
                .map((row, _) -> new Notification(
                        row.getLong("number"),
                        NotificationKind.valueOf(RowMapper.text(row, "kind")),
                        new Change.OfPasskey(
                                new PasskeyId(RowMapper.text(row, "passkey_id")),
                                Micros.instant(row.getLong("passkey_create_time")),
                                Micros.instant(row.getLong("active_time"))),
                        Micros.instant(row.getLong("create_time"))))
                .list();
    }

    private List<Notification> findAboutTasks(PersonId personId, long cursor, int limit) {
        return handle.createQuery(NOTIFICATION)
                .bind("person", personId.value())
                .bind("after", cursor)
                .bind("limit", limit)
                .map((row, _) -> new Notification(
                        row.getLong("number"),
                        NotificationKind.valueOf(RowMapper.text(row, "notification_kind")),
                        new Change.OfTask(Views.of(row, context)),
                        Micros.instant(row.getLong("notification_time"))))
                .list();
    }

    @Override
    public Cursors cursors(PersonId personId) {
        return handle.createQuery("SELECT last_number, acknowledged FROM inboxes WHERE person_id = :person")
                .bind("person", personId.value())
                .map((row, _) -> new Cursors(row.getLong("last_number"), row.getLong("acknowledged")))
                .findOne()
                .orElse(new Cursors(0, 0));
    }

    @Override
    public void acknowledge(PersonId personId, long cursor) {
        handle.createUpdate("""
                        UPDATE inboxes SET acknowledged = :cursor
                        WHERE person_id = :person AND acknowledged < :cursor
                        """)
                .bind("person", personId.value())
                .bind("cursor", cursor)
                .execute();
    }

    @Override
    public List<Undelivered> findUndelivered(Instant instant, int limit) {
        return handle.createQuery("""
                        SELECT person_id, delivered, delivery_attempts, next_delivery FROM inboxes
                        WHERE last_number > delivered AND next_delivery <= :instant ORDER BY next_delivery LIMIT :limit
                        """)
                .bind("instant", Micros.of(instant))
                .bind("limit", limit)
                .map((row, _) -> new Undelivered(
                        new PersonId(RowMapper.text(row, "person_id")),
                        row.getLong("delivered"),
                        row.getInt("delivery_attempts"),
                        Micros.instant(row.getLong("next_delivery"))))
                .list();
    }

    @Override
    public Optional<Instant> nextDeliveryTime() {
        return handle.createQuery(
                        "SELECT next_delivery FROM inboxes WHERE last_number > delivered ORDER BY next_delivery LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .map(Micros::instant);
    }

    @Override
    public int countUndelivered() {
        return handle.createQuery("SELECT COUNT(*) FROM inboxes WHERE last_number > delivered")
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public boolean lease(Undelivered inbox, Instant until) {
        return handle.createUpdate("""
                                UPDATE inboxes SET next_delivery = :until
                                WHERE person_id = :person AND delivered = :delivered AND next_delivery = :next
                                """)
                        .bind("until", Micros.of(until))
                        .bind("person", inbox.personId().value())
                        .bind("delivered", inbox.delivered())
                        .bind("next", Micros.of(inbox.nextDelivery()))
                        .execute()
                == 1;
    }

    @Override
    public boolean release(Undelivered inbox, Instant leasedUntil) {
        return handle.createUpdate("""
                                UPDATE inboxes SET delivered = :delivered, delivery_attempts = :attempts,
                                  next_delivery = :next
                                WHERE person_id = :person AND next_delivery = :leased
                                """)
                        .bind("delivered", inbox.delivered())
                        .bind("attempts", inbox.attempts())
                        .bind("next", Micros.of(inbox.nextDelivery()))
                        .bind("person", inbox.personId().value())
                        .bind("leased", Micros.of(leasedUntil))
                        .execute()
                == 1;
    }

    /**
     * The time in milliseconds since 1970, or one more than the last: so that numbers rise also from those of before to those of after a
     * restore of this store from a backup, and nobody who kept a number waits behind it. Locks the inbox until the commit, so that no
     * number becomes visible before a lower one.
     */
    private long nextNumber(PersonId personId, Instant now) {
        return handle.createQuery("""
                        INSERT INTO inboxes (person_id, last_number, acknowledged) VALUES (:person, :now, 0)
                        ON CONFLICT (person_id) DO UPDATE SET last_number = CASE
                          WHEN inboxes.last_number < :now THEN :now ELSE inboxes.last_number + 1 END
                        RETURNING last_number
                        """)
                .bind("person", personId.value())
                .bind("now", now.toEpochMilli())
                .mapTo(Long.class)
                .one();
    }

    private void insert(PersonId personId, long number, NotificationKind kind, TaskView view, Instant now) {
        Progress progress = view.task().progress();
        Execution execution = view.lastExecution();
        OutcomeName.Columns outcome = execution == null ? null : OutcomeName.columns(execution.outcome());
        handle.createUpdate("""
                        INSERT INTO notifications (person_id, number, kind, create_time, task_id, state, uses, failures,
                          update_time, version, order_state, execution_id, outcome, settlement_id, reason,
                          execution_update_time, revoking)
                        VALUES (:person, :number, :kind, :now, :task, :state, :uses, :failures, :updateTime, :version,
                          :orderState, :execution, :outcome, :settlement, :reason, :executionUpdateTime, :revoking)
                        """)
                .bind("person", personId.value())
                .bind("number", number)
                .bind("kind", kind.name())
                .bind("now", Micros.of(now))
                .bind("task", view.task().id().value())
                .bind("state", progress.state().name())
                .bind("uses", progress.uses())
                .bind("failures", progress.failures())
                .bind("updateTime", Micros.of(progress.updateTime()))
                .bind("version", progress.version())
                .bind("revoking", progress.revoking() ? 1 : 0)
                .bind("orderState", view.order().state().name())
                .bind("execution", execution == null ? null : execution.id().value())
                .bind("outcome", outcome == null ? null : outcome.name().name())
                .bind(
                        "settlement",
                        outcome == null ? null : RowMapper.value(outcome.settlement(), SettlementReference::value))
                .bind("reason", outcome == null ? null : outcome.reason())
                .bind("executionUpdateTime", execution == null ? null : (Long) Micros.of(execution.updateTime()))
                .execute();
    }
}

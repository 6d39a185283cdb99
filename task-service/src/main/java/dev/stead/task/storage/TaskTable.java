package dev.stead.task.storage;

import static dev.stead.task.storage.RowMapper.EXECUTION_ALWAYS;
import static dev.stead.task.storage.RowMapper.EXECUTION_NOW;
import static dev.stead.task.storage.RowMapper.ORDER_ALWAYS;
import static dev.stead.task.storage.RowMapper.ORDER_NOW;
import static dev.stead.task.storage.RowMapper.TASK_ALWAYS;
import static dev.stead.task.storage.RowMapper.TASK_NOW;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.contract.MandateTerms;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import dev.stead.task.domain.task.TaskView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.EmptyHandling;
import org.jdbi.v3.core.statement.Query;

/** The table of tasks. */
record TaskTable(Handle handle, ReadContext context) implements Repositories.Tasks {
    private static final String JOINED =
            " FROM tasks t JOIN orders o ON o.merchant_id = t.merchant_id AND o.order_id = t.order_id"
                    + " LEFT JOIN people p ON p.person_id = t.delegator_id ";
    private static final String READY =
            "t.task_id, t.version, " + ORDER_NOW + ", p.display_name AS delegator_name" + JOINED;
    private static final String STAGE = "SELECT task_id, version, state FROM tasks ";
    private static final String VIEW =
            "SELECT " + TASK_ALWAYS + ", " + TASK_NOW + ", " + ORDER_ALWAYS + ", " + ORDER_NOW
                    + ", " + EXECUTION_ALWAYS + ", " + EXECUTION_NOW + ", p.display_name AS delegator_name"
                    + JOINED
                    + "LEFT JOIN executions e ON e.execution_id = t.last_execution_id ";

    @Override
    public Optional<TaskView> view(TaskId taskId) {
        return handle.createQuery(VIEW + "WHERE t.task_id = :id")
                .bind("id", taskId.value())
                .map((row, _) -> view(row))
                .findOne();
    }

    @Override
    public Optional<Task> findForUpdate(TaskId taskId) {
        return handle.createQuery(
                        "SELECT " + TASK_ALWAYS + ", " + TASK_NOW + " FROM tasks t WHERE t.task_id = :id <forUpdate>")
                .bind("id", taskId.value())
                .map((row, _) -> RowMapper.task(row, context.mandates()))
                .findOne();
    }

    @Override
    public void add(Task task) {
        Mandate mandate = task.mandate();
        MandateTerms terms = MandateTerms.of(mandate);
        Money limit = mandate.amountLimit();
        Progress progress = task.progress();
        handle.createUpdate("""
                        INSERT INTO tasks (task_id, delegator_id, delegate_id, merchant_id, order_id, kind,
                          mandate_format, mandate, open_window, places, mandate_constraints,
                          limit_currency, limit_amount, max_uses, note, close_time, state,
                          uses, failures, last_execution_id, create_time, update_time, version, revoking, accepted_as)
                        VALUES (:id, :delegator, :delegate, :merchant, :order, :kind,
                          :format, :mandate, :window, :places, :constraints,
                          :currency, :amount, :maxUses, :note, :closeTime, :state,
                          :uses, :failures, :execution, :createTime, :updateTime, :version, :revoking, :acceptedAs)
                        """)
                .bind("id", task.id().value())
                .bind("delegator", task.parties().delegatorId().value())
                .bind("delegate", task.parties().delegateId().value())
                .bind("merchant", task.order().merchantId().value())
                .bind("order", task.order().orderId().value())
                .bind("kind", mandate.kind().name())
                .bind("format", MandateCache.FORMAT)
                .bind("mandate", terms.toBytes())
                .bind("window", MandateFormat1.window(terms))
                .bind("places", MandateFormat1.places(terms))
                .bind("constraints", MandateFormat1.constraints(terms))
                .bind("currency", limit == null ? null : limit.currencyCode())
                .bind("amount", limit == null ? null : (Long) limit.minorUnits())
                .bind("maxUses", mandate.maxUses())
                .bind("note", mandate.note())
                .bind("closeTime", Micros.of(task.closeTime()))
                .bind("state", progress.state().name())
                .bind("uses", progress.uses())
                .bind("failures", progress.failures())
                .bind("execution", RowMapper.value(progress.lastExecutionId(), ExecutionId::value))
                .bind("createTime", Micros.of(progress.createTime()))
                .bind("updateTime", Micros.of(progress.updateTime()))
                .bind("version", progress.version())
                .bind("revoking", progress.revoking() ? 1 : 0)
                .bind("acceptedAs", RowMapper.value(progress.acceptedAs(), EnrolmentGeneration::value))
                .execute();
    }

    @Override
    public void replace(Task task) {
        Progress progress = task.progress();
        int changed = handle.createUpdate("""
                        UPDATE tasks SET state = :state, uses = :uses, failures = :failures,
                          last_execution_id = :execution, update_time = :updateTime, version = :version,
                          revoking = :revoking, accepted_as = :acceptedAs
                        WHERE task_id = :id AND version = :version - 1
                        """)
                .bind("id", task.id().value())
                .bind("state", progress.state().name())
                .bind("uses", progress.uses())
                .bind("failures", progress.failures())
                .bind("execution", RowMapper.value(progress.lastExecutionId(), ExecutionId::value))
                .bind("updateTime", Micros.of(progress.updateTime()))
                .bind("version", progress.version())
                .bind("revoking", progress.revoking() ? 1 : 0)
                .bind("acceptedAs", RowMapper.value(progress.acceptedAs(), EnrolmentGeneration::value))
                .execute();
        if (changed != 1) {
            throw new TaskException(TaskError.CHANGED_MEANWHILE, "the task was changed at the same moment; ask again");
        }
    }

    /** Reads what can change, and all of it only if one of them was not read before. */
    @Override
    public List<Ready> findReady(PersonId delegateId, int limit) {
        List<Seen> seen = readyOf("SELECT " + READY, delegateId, limit)
                .map((row, _) -> seen(row))
                .list();
        Map<ReadCache.TaskKey, TaskView> known = context.cache()
                .readyTasks
                .getAllPresent(seen.stream().map(Seen::key).toList());
        return known.size() == seen.size()
                ? seen.stream().map(one -> ready(known, one)).toList()
                : readAll(delegateId, limit);
    }

    private List<Ready> readAll(PersonId delegateId, int limit) {
        return readyOf(VIEW, delegateId, limit)
                .map((row, _) -> {
                    TaskView view = view(row);
                    Seen seen = seen(row);
                    context.cache().readyTasks.put(seen.key, view);
                    return new Ready(view, seen.delegatorName);
                })
                .list();
    }

    private Query readyOf(String select, PersonId delegateId, int limit) {
        return handle.createQuery(select
                        + "WHERE t.delegate_id = :delegate AND t.state = 'READY' ORDER BY t.close_time LIMIT :limit")
                .bind("delegate", delegateId.value())
                .bind("limit", limit);
    }

    // The name of a merchant changes with the registry, not with the task.
    private Ready ready(Map<ReadCache.TaskKey, TaskView> known, Seen seen) {
        TaskView view = Objects.requireNonNull(known.get(seen.key));
        String merchant = Views.merchantName(view.order(), context);
        return new Ready(new TaskView(view.task(), view.order(), merchant, view.lastExecution()), seen.delegatorName);
    }

    private static Seen seen(ResultSet row) throws SQLException {
        return new Seen(
                new ReadCache.TaskKey(
                        new TaskId(RowMapper.text(row, "task_id")),
                        row.getLong("version"),
                        RowMapper.text(row, "order_state"),
                        Objects.requireNonNullElse(row.getString("held_by"), "")),
                RowMapper.line(row, "delegator_name"));
    }

    private record Seen(ReadCache.TaskKey key, String delegatorName) {}

    @Override
    public List<Stage> findChanged(Instant since) {
        return stages(handle.createQuery(STAGE + "WHERE update_time >= :since").bind("since", Micros.of(since)));
    }

    @Override
    public List<Stage> findAccepted() {
        return stages(handle.createQuery(STAGE + "WHERE state IN ('READY', 'EXECUTING')"));
    }

    private static List<Stage> stages(Query query) {
        return query.map((row, _) -> new Stage(
                        new TaskId(RowMapper.text(row, "task_id")),
                        row.getLong("version"),
                        TaskState.valueOf(RowMapper.text(row, "state"))))
                .list();
    }

    @Override
    public List<Task> find(List<TaskId> taskIds) {
        return handle.createQuery(
                        "SELECT " + TASK_ALWAYS + ", " + TASK_NOW + " FROM tasks t WHERE t.task_id IN (<ids>)")
                .bindList(
                        EmptyHandling.NULL_KEYWORD,
                        "ids",
                        taskIds.stream().map(TaskId::value).toList())
                .map((row, _) -> RowMapper.task(row, context.mandates()))
                .list();
    }

    @Override
    public List<TaskView> list(Page page) {
        String open = page.openOnly() ? "AND t.state IN ('PROPOSED', 'READY', 'EXECUTING') " : "";
        Position after = page.after();
        String behind = after == null ? "" : "AND (t.create_time, t.task_id) < (:createTime, :taskId) ";
        Query query = handle.createQuery(VIEW + "WHERE t." + column(page.side()) + " = :person " + open + behind
                        + "ORDER BY t.create_time DESC, t.task_id DESC LIMIT :size")
                .bind("person", page.personId().value())
                .bind("size", page.size());
        if (after != null) {
            query.bind("createTime", Micros.of(after.createTime()))
                    .bind("taskId", after.taskId().value());
        }
        return query.map((row, _) -> view(row)).list();
    }

    @Override
    public int countOpen(Side side, PersonId personId) {
        String states = switch (side) {
            case DELEGATOR -> "('PROPOSED', 'READY', 'EXECUTING')";
            case DELEGATE -> "('READY', 'EXECUTING')";
        };
        return handle.createQuery(
                        "SELECT COUNT(*) FROM tasks WHERE " + column(side) + " = :person AND state IN " + states)
                .bind("person", personId.value())
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public List<TaskId> findClosed(Instant instant, int limit) {
        return handle.createQuery("""
                        SELECT task_id FROM tasks WHERE state IN ('PROPOSED', 'READY') AND close_time <= :instant
                        ORDER BY close_time LIMIT :limit
                        """)
                .bind("instant", Micros.of(instant))
                .bind("limit", limit)
                .map((row, _) -> new TaskId(RowMapper.text(row, "task_id")))
                .list();
    }

    @Override
    public Optional<Instant> nextCloseTime() {
        return handle.createQuery("""
                        SELECT close_time FROM tasks WHERE state IN ('PROPOSED', 'READY') ORDER BY close_time LIMIT 1
                        """).mapTo(Long.class).findOne().map(Micros::instant);
    }

    private TaskView view(ResultSet row) throws SQLException {
        return Views.of(row, context);
    }

    private static String column(Side side) {
        return switch (side) {
            case DELEGATOR -> "delegator_id";
            case DELEGATE -> "delegate_id";
        };
    }
}

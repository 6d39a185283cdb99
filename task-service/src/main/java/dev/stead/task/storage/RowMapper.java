package dev.stead.task.storage;

import dev.stead.mesh.request.PeopleText;
import dev.stead.mesh.time.Micros;
import dev.stead.task.contract.MandateTerms;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.evidence.LeafHash;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Progress;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tasks, orders and executions as rows. The lists of columns keep what never changes apart from what does, so that a notification can
 * replace the current values by those of its time.
 */
final class RowMapper {
    static final String TASK_ALWAYS = """
            t.task_id, t.delegator_id, t.delegate_id, t.merchant_id, t.order_id, t.kind, t.mandate_format, t.mandate, \
            t.open_window, t.places, t.mandate_constraints, t.limit_currency, t.limit_amount, t.max_uses, t.note, \
            t.create_time""";
    static final String TASK_NOW =
            "t.state, t.uses, t.failures, t.last_execution_id, t.update_time, t.version, t.revoking, t.accepted_as";
    static final String ORDER_ALWAYS =
            "o.description, o.currency, o.amount, o.point_label, o.point_code, o.order_time, o.order_kind";
    static final String ORDER_NOW = "o.state AS order_state, o.held_by";
    static final String EXECUTION_ALWAYS = """
            e.execution_id, e.terminal_id, e.currency AS paid_currency, e.amount AS paid_amount, \
            e.point_label AS shown_label, e.point_code AS shown_code, e.create_time AS execution_create_time""";
    static final String EXECUTION_NOW = "e.outcome, e.settlement_id, e.reason, e.update_time AS execution_update_time";

    private static final int LEAF_HASH_BYTES = 32;

    private RowMapper() {}

    static Task task(ResultSet row, MandateCache mandates) throws SQLException {
        MandateTerms terms = mandates.read(row);
        return new Task(
                new TaskId(text(row, "task_id")),
                new Parties(new PersonId(text(row, "delegator_id")), new PersonId(text(row, "delegate_id"))),
                orderKey(row),
                new Mandate(
                        TaskKind.valueOf(text(row, "kind")),
                        terms.window(),
                        terms.places(),
                        money(row, "limit_currency", "limit_amount"),
                        row.getInt("max_uses"),
                        PeopleText.cleanedLines(text(row, "note")),
                        terms.constraints()),
                new Progress(
                        TaskState.valueOf(text(row, "state")),
                        row.getInt("uses"),
                        row.getInt("failures"),
                        optional(row, "last_execution_id", ExecutionId::new),
                        Micros.instant(row.getLong("create_time")),
                        Micros.instant(row.getLong("update_time")),
                        row.getLong("version"),
                        row.getInt("revoking") == 1,
                        optional(row, "accepted_as", EnrolmentGeneration::new)));
    }

    private static OrderKey orderKey(ResultSet row) throws SQLException {
        return new OrderKey(new MerchantId(text(row, "merchant_id")), new OrderId(text(row, "order_id")));
    }

    static Order order(ResultSet row) throws SQLException {
        return new Order(
                orderKey(row),
                line(row, "description"),
                money(row, "currency", "amount"),
                point(row, "point_label", "point_code"),
                Micros.instant(row.getLong("order_time")),
                Order.State.valueOf(text(row, "order_state")),
                optional(row, "held_by", ExecutionId::new),
                text(row, "order_kind"));
    }

    static @Nullable Execution lastExecution(ResultSet row) throws SQLException {
        return row.getString("execution_id") == null ? null : execution(row);
    }

    static Execution execution(ResultSet row) throws SQLException {
        return new Execution(
                new ExecutionId(text(row, "execution_id")),
                new TaskId(text(row, "task_id")),
                new TerminalId(text(row, "terminal_id")),
                outcome(row),
                Micros.instant(row.getLong("execution_create_time")),
                Micros.instant(row.getLong("execution_update_time")));
    }

    private static Execution.Outcome outcome(ResultSet row) throws SQLException {
        Money amount = money(row, "paid_currency", "paid_amount");
        CollectionPoint point = point(row, "shown_label", "shown_code");
        return switch (OutcomeName.valueOf(text(row, "outcome"))) {
            case SETTLING -> new Execution.Settling(Objects.requireNonNull(amount));
            case PAID ->
                new Execution.Paid(Objects.requireNonNull(amount), new SettlementReference(text(row, "settlement_id")));
            case REFUSED ->
                new Execution.Refused(
                        Objects.requireNonNull(amount),
                        optional(row, "settlement_id", SettlementReference::new),
                        text(row, "reason"));
            case COLLECTING -> new Execution.Collecting(Objects.requireNonNull(point));
            case COLLECTED -> new Execution.Collected(Objects.requireNonNull(point));
            case NOT_COLLECTED -> new Execution.NotCollected(Objects.requireNonNull(point));
        };
    }

    static @Nullable Money money(ResultSet row, String currency, String amount) throws SQLException {
        String code = row.getString(currency);
        return code == null ? null : new Money(code, row.getLong(amount));
    }

    private static @Nullable CollectionPoint point(ResultSet row, String label, String code) throws SQLException {
        return row.getString(label) == null ? null : new CollectionPoint(line(row, label), line(row, code));
    }

    /** A column that may be null, as what it stands for. */
    static <T> @Nullable T optional(ResultSet row, String column, Function<String, T> read) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : read.apply(text);
    }

    /** The inverse of {@link #optional}. */
    static <T> @Nullable String value(@Nullable T of, Function<T, String> write) {
        return of == null ? null : write.apply(of);
    }

    /** A text of people; whatever a version before stored, it is readable. */
    static String line(ResultSet row, String column) throws SQLException {
        return PeopleText.cleanedLine(text(row, column));
    }

    /** For a hash: the same whatever a version prints for people. */
    static String plain(@Nullable Money money) {
        return money == null ? "" : money.currencyCode() + " " + money.minorUnits();
    }

    static String plain(byte @Nullable [] bytes) {
        return bytes == null ? "" : HexFormat.of().formatHex(bytes);
    }

    /** Empty if the row has none, or what cannot be one. */
    static Optional<LeafHash> leaf(ResultSet row) throws SQLException {
        byte[] hash = row.getBytes("leaf_hash");
        return hash == null || hash.length != LEAF_HASH_BYTES
                ? Optional.empty()
                : Optional.of(new LeafHash(HexFormat.of().formatHex(hash)));
    }

    static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }
}

package dev.stead.task.domain.order;

import dev.stead.mesh.time.Micros;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something bought from a merchant. While a terminal executes a task on it, the execution holds it: no second task can pay or
 * collect it, and it cannot be cancelled.
 *
 * @param amount what is to be paid; may be absent for an order that is only collected
 * @param heldBy the execution that holds it
 * @param kind what kind of order its merchant calls it, such as {@code grocery}; may be empty
 */
public record Order(
        OrderKey key,
        String description,
        @Nullable Money amount,
        @Nullable CollectionPoint collectionPoint,
        Instant orderTime,
        State state,
        @Nullable ExecutionId heldBy,
        String kind) {

    /** The states of an order. */
    public enum State {
        OPEN,
        PAID,
        COLLECTED,
        CANCELLED
    }

    public Order {
        Require.text("description", description, 1, 200);
        if (!kind.isEmpty()) {
            Require.id("order_kind", kind);
        }
        orderTime = Micros.truncate(orderTime);
        Require.that(
                amount != null || collectionPoint != null,
                TaskError.ORDER_INVALID,
                "an order needs an amount to be paid, a collection_point, or both");
    }

    public boolean hasNothingToPay() {
        return amount == null || amount.isZero();
    }

    public Order hold(ExecutionId executionId) {
        if (heldBy != null) {
            throw new IllegalStateException("the order is held by another execution");
        }
        return new Order(key, description, amount, collectionPoint, orderTime, state, executionId, kind);
    }

    public Order release(State next) {
        return new Order(key, description, amount, collectionPoint, orderTime, next, null, kind);
    }

    /**
     * Cancels it; a cancelled one stays so.
     *
     * @throws TaskException {@code ORDER_BUSY} while a terminal executes a task on it, {@code ORDER_STATE_FORBIDS} once it is paid or
     *     collected
     */
    public Order cancel() {
        Require.that(
                heldBy == null,
                TaskError.ORDER_BUSY,
                "the order is being paid or collected at a terminal; ask again when that is done");
        return switch (state) {
            case OPEN, CANCELLED -> release(State.CANCELLED);
            case PAID, COLLECTED ->
                throw new TaskException(
                        TaskError.ORDER_STATE_FORBIDS, "the order is " + state + ": give the money back instead");
        };
    }
}

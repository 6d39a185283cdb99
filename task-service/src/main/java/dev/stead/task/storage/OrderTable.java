package dev.stead.task.storage;

import static dev.stead.task.storage.RowMapper.ORDER_ALWAYS;
import static dev.stead.task.storage.RowMapper.ORDER_NOW;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of orders. */
record OrderTable(Handle handle, ActRecorder acts) implements Repositories.Orders {
    private static final String ORDER = "SELECT o.merchant_id, o.order_id, " + ORDER_ALWAYS + ", " + ORDER_NOW
            + " FROM orders o WHERE o.merchant_id = :merchant AND o.order_id = :order ";

    @Override
    public Optional<Order> find(OrderKey key) {
        return find(ORDER, key);
    }

    @Override
    public Optional<Order> findForUpdate(OrderKey key) {
        return find(ORDER + "<forUpdate>", key);
    }

    @Override
    public boolean add(Order order) {
        Money amount = order.amount();
        CollectionPoint point = order.collectionPoint();
        boolean isNew = handle.createUpdate("""
                                INSERT INTO orders (merchant_id, order_id, description, currency, amount, point_label,
                                  point_code, order_time, state, held_by, order_kind)
                                VALUES (:merchant, :order, :description, :currency, :amount, :label, :code, :time,
                                  :state, :heldBy, :kind)
                                ON CONFLICT (merchant_id, order_id) DO NOTHING
                                """)
                        .bind("merchant", order.key().merchantId().value())
                        .bind("order", order.key().orderId().value())
                        .bind("description", order.description())
                        .bind("currency", amount == null ? null : amount.currencyCode())
                        .bind("amount", amount == null ? null : (Long) amount.minorUnits())
                        .bind("label", point == null ? null : point.label())
                        .bind("code", point == null ? null : point.code())
                        .bind("time", Micros.of(order.orderTime()))
                        .bind("state", order.state().name())
                        .bind("heldBy", RowMapper.value(order.heldBy(), ExecutionId::value))
                        .bind("kind", order.kind())
                        .execute()
                == 1;
        if (isNew) {
            acts.record(act("order.registered", order));
        }
        return isNew;
    }

    @Override
    public void replace(Order order) {
        handle.createUpdate("""
                        UPDATE orders SET state = :state, held_by = :heldBy
                        WHERE merchant_id = :merchant AND order_id = :order
                        """)
                .bind("merchant", order.key().merchantId().value())
                .bind("order", order.key().orderId().value())
                .bind("state", order.state().name())
                .bind("heldBy", RowMapper.value(order.heldBy(), ExecutionId::value))
                .execute();
        // What an execution does to an order is recorded with the execution.
        if (order.state() == Order.State.CANCELLED) {
            acts.record(act("order.cancelled", order));
        }
    }

    private static Act act(String name, Order order) {
        return Act.of(name)
                .about("merchant", order.key().merchantId().value())
                .about("order", order.key().orderId().value())
                .containing(RowMapper.plain(order.amount()), order.kind());
    }

    private Optional<Order> find(String sql, OrderKey key) {
        return handle.createQuery(sql)
                .bind("merchant", key.merchantId().value())
                .bind("order", key.orderId().value())
                .map((row, context) -> RowMapper.order(row))
                .findOne();
    }
}

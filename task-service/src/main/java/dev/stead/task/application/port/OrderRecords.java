package dev.stead.task.application.port;

import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import java.util.Optional;

/** The kept orders. */
public interface OrderRecords {
    Optional<Order> find(OrderKey key);

    /** Locks the order until the end of the transaction. */
    Optional<Order> findForChange(OrderKey key);

    /** Says false, and keeps nothing, if there is one with the same key. */
    boolean add(Order order);

    /** Keeps state and holder of an order that was found for change. */
    void replace(Order order);
}

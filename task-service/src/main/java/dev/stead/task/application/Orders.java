package dev.stead.task.application;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;

/** The merchants' use cases. Thread-safe. */
public final class Orders {

    /** @throws TaskException {@code ORDER_INVALID}, {@code MERCHANT_NOT_FOUND}, {@code ORDER_EXISTS} */
    public Order register(Repositories repositories, Order order) {
        Require.that(
                !order.hasNothingToPay() || order.collectionPoint() != null,
                TaskError.ORDER_INVALID,
                "an order of 0 can only be collected: give it a collection_point, or an amount of more than 0");
        Require.that(
                repositories.registry().merchant(order.key().merchantId()).isPresent(),
                TaskError.MERCHANT_NOT_FOUND,
                "the merchant is not registered; the operator registers it by PutMerchant");
        Require.that(
                repositories.orders().add(order),
                TaskError.ORDER_EXISTS,
                "the merchant has an order of this id already; a changed order needs a new id");
        return order;
    }

    /** @throws TaskException {@code ORDER_NOT_FOUND} */
    public Order get(Repositories repositories, OrderKey key) {
        return repositories.orders().find(key).orElseThrow(Orders::notFound);
    }

    /** Its open tasks can no longer be done: the ORDER condition fails from now on. */
    public Order cancel(Repositories repositories, OrderKey key) {
        Order cancelled = repositories
                .orders()
                .findForUpdate(key)
                .orElseThrow(Orders::notFound)
                .cancel();
        repositories.orders().replace(cancelled);
        return cancelled;
    }

    private static TaskException notFound() {
        return new TaskException(TaskError.ORDER_NOT_FOUND, "the merchant has no order of this id");
    }
}

package dev.stead.task.grpc;

import dev.stead.task.contract.MoneyProto;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.order.CollectionPoint;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;

/** Orders on the wire. */
final class OrderProto {
    private OrderProto() {}

    static Order read(MerchantId merchantId, dev.stead.task.v1.Order order, boolean paid) {
        ProtoFields.require(order.hasOrderTime(), "order.order_time");
        return new Order(
                new OrderKey(merchantId, new OrderId(order.getOrderId())),
                order.getDescription(),
                order.hasAmount() ? MoneyProto.read(order.getAmount()) : null,
                order.hasCollectionPoint() ? read(order.getCollectionPoint()) : null,
                ProtoFields.instant(order.getOrderTime(), "order.order_time"),
                paid ? Order.State.PAID : Order.State.OPEN,
                null,
                order.getOrderKind());
    }

    /** For its merchant: all of it. */
    static dev.stead.task.v1.Order write(Order order, String merchantName) {
        var proto = forPeople(order, merchantName).toBuilder();
        CollectionPoint point = order.collectionPoint();
        if (point != null) {
            proto.setCollectionPoint(write(point));
        }
        return proto.build();
    }

    /** For people: without the collection point, which is shown by the execution that collects, and not before. */
    static dev.stead.task.v1.Order forPeople(Order order, String merchantName) {
        var proto = dev.stead.task.v1.Order.newBuilder()
                .setOrderId(order.key().orderId().value())
                .setMerchantId(order.key().merchantId().value())
                .setMerchantName(merchantName)
                .setDescription(order.description())
                .setOrderKind(order.kind())
                .setOrderTime(ProtoFields.timestamp(order.orderTime()))
                .setState(write(order.state()));
        Money amount = order.amount();
        if (amount != null) {
            proto.setAmount(MoneyProto.write(amount));
        }
        return proto.build();
    }

    static dev.stead.task.v1.Order.State write(Order.State state) {
        return switch (state) {
            case OPEN -> dev.stead.task.v1.Order.State.STATE_OPEN;
            case PAID -> dev.stead.task.v1.Order.State.STATE_PAID;
            case COLLECTED -> dev.stead.task.v1.Order.State.STATE_COLLECTED;
            case CANCELLED -> dev.stead.task.v1.Order.State.STATE_CANCELLED;
        };
    }

    static dev.stead.task.v1.CollectionPoint write(CollectionPoint point) {
        return dev.stead.task.v1.CollectionPoint.newBuilder()
                .setLabel(point.label())
                .setCollectionCode(point.code())
                .build();
    }

    private static CollectionPoint read(dev.stead.task.v1.CollectionPoint point) {
        return new CollectionPoint(point.getLabel(), point.getCollectionCode());
    }
}

package dev.stead.task.domain.order;

import dev.stead.task.domain.Require;

/** An order's id, which is unique for its merchant. */
public record OrderKey(String merchantId, String orderId) {
    public OrderKey {
        Require.id("merchant_id", merchantId);
        Require.id("order_id", orderId);
    }
}

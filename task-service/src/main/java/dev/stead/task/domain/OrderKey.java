package dev.stead.task.domain;

/** An order's id, which is unique for its merchant. */
public record OrderKey(String merchantId, String orderId) {
    public OrderKey {
        Check.id("merchant_id", merchantId);
        Check.id("order_id", orderId);
    }
}

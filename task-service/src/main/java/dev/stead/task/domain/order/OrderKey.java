package dev.stead.task.domain.order;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.OrderId;

/** What identifies an order: its merchant, and its id there. */
public record OrderKey(MerchantId merchantId, OrderId orderId) {}

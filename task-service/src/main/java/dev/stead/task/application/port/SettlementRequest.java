package dev.stead.task.application.port;

import dev.stead.task.domain.Money;

/**
 * What is to be settled.
 *
 * @param requestId the execution's id: the same on every try, so that the money moves once
 * @param payerId the delegate
 */
public record SettlementRequest(String requestId, String payerId, String payeeMerchantId, Money amount) {}

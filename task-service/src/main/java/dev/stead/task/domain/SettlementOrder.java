package dev.stead.task.domain;

/**
 * What is to be settled.
 *
 * @param requestId the execution's id: the same on every try, so that the money moves once
 * @param payerId the delegate
 */
public record SettlementOrder(String requestId, String payerId, String payeeMerchantId, Money amount) {}

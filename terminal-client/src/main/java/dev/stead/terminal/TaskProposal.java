package dev.stead.terminal;

import dev.stead.task.v1.Mandate;

/**
 * What a delegator asks for.
 *
 * @param delegateId the contact who shall do it
 * @param merchantId the merchant of the order
 * @param orderId the order
 * @param mandate what, when, where, up to how much, how often
 */
public record TaskProposal(String delegateId, String merchantId, String orderId, Mandate mandate) {}

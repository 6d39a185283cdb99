package dev.stead.terminal;

import dev.stead.task.v1.Mandate;

/**
 * What a delegator asks a contact to do.
 *
 * @param delegateId the contact who is to do it
 * @param merchantId the merchant of the order
 * @param mandate what may be done, when, where, up to how much and how often
 */
public record TaskProposal(String delegateId, String merchantId, String orderId, Mandate mandate) {}

package dev.stead.task.application.port;

import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;

/**
 * What is to be settled.
 *
 * @param executionId the settlement's request id: the same on every attempt, so that the money moves once
 * @param payerId the delegate
 * @param payeeId the order's merchant
 */
public record SettlementRequest(ExecutionId executionId, PersonId payerId, MerchantId payeeId, Money amount) {}

/**
 * The use cases. Entry point: {@link dev.stead.payment.application.PaymentUseCases}, which builds all of them over one store and one
 * provider. {@link dev.stead.payment.application.SettlementProcessor} drives a settlement through the provider; {@link
 * dev.stead.payment.application.Recovery} resumes those that were interrupted; {@link
 * dev.stead.payment.application.Reconciliation} compares a day with the provider's statement.
 */
@NullMarked
package dev.stead.payment.application;

import org.jspecify.annotations.NullMarked;

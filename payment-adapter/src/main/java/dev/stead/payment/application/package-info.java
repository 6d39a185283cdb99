/**
 * The use cases. Entry point: {@link dev.stead.payment.application.PaymentUseCases}, which builds all of them over one store and one
 * provider.
 *
 * <ul>
 *   <li>Settling: {@link dev.stead.payment.application.SettleUseCase} accepts a request, and {@code SettlementProcessor} drives its
 *       settlement through the provider: submit, authorise, capture, or void and reverse. {@link
 *       dev.stead.payment.application.RefundUseCase} and {@link dev.stead.payment.application.ResolveReviewUseCase} follow later.
 *   <li>What they share: {@code IdempotentExecutor} executes a request once, {@code SettlementUpdates} stores changes by compare-and-set
 *       and publishes them to the {@link dev.stead.payment.application.SettlementFeed}, {@code ProviderCalls} has the rules of leases,
 *       retries ({@link dev.stead.payment.application.RetryPolicy}) and reviews.
 *   <li>What resumes settlements: {@link dev.stead.payment.application.Recovery} by schedule, {@link
 *       dev.stead.payment.application.ProviderEvents} sooner.
 *   <li>Accounts: {@link dev.stead.payment.application.Accounts}, {@link dev.stead.payment.application.Statements}.
 *   <li>Checks: {@link dev.stead.payment.application.BalanceCheck} and {@link
 *       dev.stead.payment.application.RequestConsistencyCheck} of the ledger itself; {@link
 *       dev.stead.payment.application.Reconciliation} and {@link dev.stead.payment.application.DailyReconciliation} against the
 *       provider's statement.
 * </ul>
 *
 * It must not know gRPC, protobuf, SQL or any provider by name.
 */
@NullMarked
package dev.stead.payment.application;

import org.jspecify.annotations.NullMarked;

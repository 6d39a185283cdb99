/**
 * The use cases. Entry point: {@link dev.stead.task.application.TaskUseCases}, which builds all of them over their ports.
 *
 * <ul>
 *   <li>Phones: {@link dev.stead.task.application.Delegations}, {@link dev.stead.task.application.Approvals}, {@link
 *       dev.stead.task.application.Passkeys}, {@link dev.stead.task.application.People}, {@link dev.stead.task.application.Inbox}.
 *   <li>Terminals: {@link dev.stead.task.application.FindTasks}, {@link dev.stead.task.application.Confirmations}, {@link
 *       dev.stead.task.application.SettlementCoordinator}.
 *   <li>Merchants, operators, support: {@link dev.stead.task.application.Orders}, {@link dev.stead.task.application.Registry},
 *       {@link dev.stead.task.application.ExportEvidence}.
 *   <li>Matchers: {@link dev.stead.task.application.TaskRings}, over {@code TerminalTasks}.
 *   <li>Background: {@link dev.stead.task.application.Expiry}, {@link dev.stead.task.application.WebhookDispatcher}.
 *   <li>Shared: {@link dev.stead.task.application.IdempotentExecutor}, {@link dev.stead.task.application.InboxSignal}, {@code
 *       Lookups}, {@code Notifier}, {@code ExecutionFinisher}.
 * </ul>
 */
@NullMarked
package dev.stead.task.application;

import org.jspecify.annotations.NullMarked;

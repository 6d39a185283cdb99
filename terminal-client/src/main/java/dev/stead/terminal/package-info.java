/**
 * The client library of Stead. The entry point is {@link dev.stead.terminal.SteadTerminal}, the terminal that a kiosk embeds.
 *
 * <ul>
 *   <li>The terminal: {@link dev.stead.terminal.TerminalConfig} and {@link dev.stead.terminal.Deadlines} configure it; an
 *       {@link dev.stead.terminal.Identification} yields the {@link dev.stead.terminal.SignedAssertion} with which it finds and does
 *       tasks, and a {@link dev.stead.terminal.Confirmation} is the outcome.
 *   <li>The other callers: {@link dev.stead.terminal.PhoneClient} (with {@link dev.stead.terminal.TaskProposal} and
 *       {@link dev.stead.terminal.NotificationSubscription}), {@link dev.stead.terminal.PasskeyClient},
 *       {@link dev.stead.terminal.OperatorClient} (with {@link dev.stead.terminal.SubjectEnrolment} and
 *       {@link dev.stead.terminal.BulkProgress}) and {@link dev.stead.terminal.MerchantClient}.
 *   <li>What they share: {@link dev.stead.terminal.ServiceChannels} to the services, and {@link dev.stead.terminal.SteadException} for
 *       every failed call. {@link dev.stead.terminal.RequestSender} repeats a change whose answer was lost, under its request id.
 *   <li>Inside a terminal: {@link dev.stead.terminal.IdentifyCall} is the stream to the matcher; {@link dev.stead.terminal.ReliableSender}
 *       sends each {@link dev.stead.terminal.PendingRequest} exactly once, by means of the {@link dev.stead.terminal.Journal}.
 * </ul>
 *
 * <p>The library depends on the contract and on samples. It knows nothing of pictures or models, nor of any service's implementation.
 */
@NullMarked
package dev.stead.terminal;

import org.jspecify.annotations.NullMarked;

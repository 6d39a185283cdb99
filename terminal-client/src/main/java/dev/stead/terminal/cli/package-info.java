/**
 * The terminal's command line: arguments in, results on standard output, an exit code out. The entry point is {@link
 * dev.stead.terminal.cli.Cli}.
 *
 * <ul>
 *   <li>Commands: {@link dev.stead.terminal.cli.IdentifyCommand}, {@link dev.stead.terminal.cli.TasksCommand},
 *       {@link dev.stead.terminal.cli.ConfirmCommand}, {@link dev.stead.terminal.cli.EnrolCommand},
 *       {@link dev.stead.terminal.cli.PadReportCommand}, {@link dev.stead.terminal.cli.AuditCommand}, {@link
 *       dev.stead.terminal.cli.EvidenceCommand} and {@link dev.stead.terminal.cli.SimulateCommand}, which runs a {@link
 *       dev.stead.terminal.cli.Simulation}.
 *   <li>The options they share: {@link dev.stead.terminal.cli.ConnectOptions}, {@link dev.stead.terminal.cli.PersonOptions},
 *       {@link dev.stead.terminal.cli.PeopleOptions} and {@link dev.stead.terminal.cli.ModelOptions}.
 *   <li>What a command runs with: {@link dev.stead.terminal.cli.CommandEnvironment}, {@link dev.stead.terminal.cli.CommandSettings},
 *       {@link dev.stead.terminal.cli.Connector} and {@link dev.stead.terminal.cli.CommandTerminal}.
 *   <li>Output: {@link dev.stead.terminal.cli.Describe}, {@link dev.stead.terminal.cli.ProgressLine} and
 *       {@link dev.stead.terminal.cli.ExitCode}.
 * </ul>
 *
 * <p>Uses the client library and samples; only the main class uses it.
 */
@NullMarked
package dev.stead.terminal.cli;

import org.jspecify.annotations.NullMarked;

package dev.stead.terminal;

import dev.stead.mesh.time.Environment;
import dev.stead.terminal.cli.Cli;
import dev.stead.terminal.cli.CommandEnvironment;
import dev.stead.terminal.cli.Connector;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** Runs the terminal's command line as a process: environment variables and arguments in, exit code out. */
final class TerminalMain {
    private TerminalMain() {}

    static void main(String[] arguments) {
        // Must be set before the first logger is created. The default name, logback.xml, would clash where several
        // programs share a
        // class path.
        System.setProperty("logback.configurationFile", "dev/stead/terminal/cli/logback.xml");
        CommandEnvironment environment = new CommandEnvironment(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                        && System.getenv("NO_COLOR") == null,
                System.getenv(),
                new Environment(InstantSource.system(), new SecureRandom()),
                System::nanoTime,
                Connector::overNetwork);
        System.exit(Cli.run(environment, arguments));
    }
}

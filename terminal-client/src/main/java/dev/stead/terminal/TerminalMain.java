package dev.stead.terminal;

import dev.stead.terminal.cli.Cli;
import dev.stead.terminal.cli.CommandEnvironment;
import dev.stead.terminal.cli.Connector;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** The terminal's command line as a process. */
final class TerminalMain {
    private TerminalMain() {}

    static void main(String[] words) {
        // Read when the first logger is made. Not the usual logback.xml: that name would clash where several programs
        // share a class path.
        System.setProperty("logback.configurationFile", "dev/stead/terminal/cli/logback.xml");
        CommandEnvironment world = new CommandEnvironment(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                        && System.getenv("NO_COLOR") == null,
                System.getenv(),
                new RequestIdSource(InstantSource.system(), new SecureRandom()),
                System::nanoTime,
                Connector::overNetwork);
        System.exit(Cli.run(world, words));
    }
}

package dev.stead.terminal.cli;

import dev.stead.mesh.Settings;
import dev.stead.terminal.Confirmation;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.TerminalConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** The terminal of one command, with its connections; closes both. */
final class CommandTerminal implements AutoCloseable {
    private final SteadTerminal terminal;
    private final Runnable end;

    private CommandTerminal(SteadTerminal terminal, Runnable end) {
        this.terminal = terminal;
        this.end = end;
    }

    /** With the journal that stays. */
    static CommandTerminal keeping(CommandEnvironment world, ConnectOptions connect) {
        CommandSettings setup = CommandSettings.open(world, connect.settings(world.environment(), 1));
        return open(world, setup, setup.journal(), () -> {});
    }

    /** For commands that intend nothing: their journal passes with them, and many may run at once. */
    static CommandTerminal passing(CommandEnvironment world, ConnectOptions connect) {
        return passing(world, connect.settings(world.environment(), 1));
    }

    static CommandTerminal passing(CommandEnvironment world, Settings settings) {
        CommandSettings setup = CommandSettings.open(world, settings);
        try {
            Path folder = Files.createTempDirectory("stead-terminal");
            return open(world, setup, folder.resolve("journal"), () -> delete(folder));
        } catch (IOException e) {
            setup.connection().close();
            throw new UncheckedIOException(e);
        }
    }

    private static CommandTerminal open(CommandEnvironment world, CommandSettings setup, Path journal, Runnable after) {
        Runnable end = () -> {
            setup.connection().close();
            after.run();
        };
        try {
            TerminalConfig config = new TerminalConfig(setup.gallery(), journal, setup.deadlines());
            return new CommandTerminal(SteadTerminal.open(config, setup.connection().services(), world.ids()), end);
        } catch (RuntimeException e) {
            end.run();
            throw e;
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SteadTerminal terminal() {
        return terminal;
    }

    /** Waits for what the last run left unknown, and tells it. */
    void tellResumed(CommandEnvironment world) {
        try {
            for (Confirmation confirmation : terminal.resumed().join()) {
                world.err().println("taken up from the last run: " + Describe.of(confirmation));
            }
        } catch (CompletionException | CancellationException e) {
            world.err().println("what the last run left could not be taken up: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        terminal.close();
        end.run();
    }
}

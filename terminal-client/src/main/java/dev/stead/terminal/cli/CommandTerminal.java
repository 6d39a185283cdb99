package dev.stead.terminal.cli;

import dev.stead.mesh.Settings;
import dev.stead.mesh.capture.DeviceKey;
import dev.stead.mesh.security.DeviceKeyFile;
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
import java.util.function.Function;
import java.util.stream.Stream;

/** The terminal of one command, and its connections. Owns both. */
final class CommandTerminal implements AutoCloseable {
    private final SteadTerminal terminal;
    private final Runnable onClose;

    private CommandTerminal(SteadTerminal terminal, Runnable onClose) {
        this.terminal = terminal;
        this.onClose = onClose;
    }

    /** With the journal of the settings, for commands that send what must not be lost. */
    static CommandTerminal withJournal(CommandEnvironment environment, ConnectOptions connect) {
        CommandSettings settings = CommandSettings.open(environment, connect.settings(environment.variables(), 1));
        return open(environment, settings, settings.journal(), DeviceKeyFile::read, () -> {});
    }

    /** With a journal that is deleted afterwards, for commands that only read; many of them may run at once. */
    static CommandTerminal withTemporaryJournal(CommandEnvironment environment, ConnectOptions connect) {
        return withTemporaryJournal(environment, connect.settings(environment.variables(), 1), DeviceKeyFile::read);
    }

    /** @param keys reads the file of a device; terminals that capture with one device share its key */
    static CommandTerminal withTemporaryJournal(
            CommandEnvironment environment, Settings values, Function<Path, DeviceKey> keys) {
        CommandSettings settings = CommandSettings.open(environment, values);
        try {
            Path folder = Files.createTempDirectory("stead-terminal");
            return open(environment, settings, folder.resolve("journal"), keys, () -> delete(folder));
        } catch (IOException e) {
            settings.connection().close();
            throw new UncheckedIOException(e);
        }
    }

    private static CommandTerminal open(
            CommandEnvironment environment,
            CommandSettings settings,
            Path journal,
            Function<Path, DeviceKey> keys,
            Runnable cleanUp) {
        Runnable onClose = () -> {
            settings.connection().close();
            cleanUp.run();
        };
        try {
            TerminalConfig config = new TerminalConfig(
                    settings.gallery(),
                    journal,
                    settings.deadlines(),
                    settings.device().map(keys));
            SteadTerminal terminal =
                    SteadTerminal.open(config, settings.connection().channels(), environment.timeAndRandom());
            return new CommandTerminal(terminal, onClose);
        } catch (RuntimeException e) {
            onClose.run();
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

    /** Waits for the requests that the last run left pending, and prints their outcomes. */
    void printResumed(CommandEnvironment environment) {
        try {
            for (Confirmation confirmation : terminal.resumed().join()) {
                environment.err().println("resumed from the last run: " + Describe.of(confirmation));
            }
        } catch (CompletionException | CancellationException e) {
            environment.err().println("the requests of the last run could not be resumed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        terminal.close();
        onClose.run();
    }
}

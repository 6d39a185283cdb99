package dev.stead.terminal.cli;

import dev.stead.terminal.Assertion;
import dev.stead.terminal.Identification;
import dev.stead.terminal.SteadTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who stands at the terminal: by an assertion, or by samples, which are then identified first. */
final class PersonOptions implements AutoCloseable {
    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--assertion", paramLabel = "FILE", description = "the file that identify --assertion wrote")
    private @Nullable Path assertionFile;

    @Option(
            names = "--sample",
            paramLabel = "FILE",
            description = "instead: a picture or embedding (.f32) of the person; may be repeated")
    private List<Path> samples = List.of();

    /** Empty if it is nobody, or two people are too alike: it was told. */
    Optional<Assertion> recognise(CommandEnvironment world, SteadTerminal terminal) {
        if (assertionFile != null) {
            return Optional.of(new Assertion(read(assertionFile), Instant.MAX));
        }
        if (samples.isEmpty()) {
            throw new UsageException("say who stands there: --assertion FILE or --sample FILE");
        }
        return switch (terminal.identify(
                samples.stream().map(model.files()::read).toList())) {
            case Identification.Identified(Assertion assertion) -> Optional.of(assertion);
            case Identification.Ambiguous ambiguous -> {
                world.out().println("ambiguous: take another sample");
                yield Optional.empty();
            }
            case Identification.NotIdentified nobody -> {
                world.out().println("nobody who is enrolled");
                yield Optional.empty();
            }
        };
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UsageException(
                    "the assertion " + file + " can not be read: run identify --assertion " + file + " first");
        }
    }

    @Override
    public void close() {
        model.close();
    }
}

package dev.stead.terminal.cli;

import dev.stead.mesh.TextFile;
import dev.stead.terminal.Identification;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.sample.CapturedSample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The person at the terminal: an assertion from an earlier identification, or samples to identify first. */
final class PersonOptions implements AutoCloseable {
    static final String AMBIGUOUS = "ambiguous: take another sample, or let them verify on their phone first";
    static final String NOT_IDENTIFIED = "not identified: no enrolled person";

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--assertion", paramLabel = "FILE", description = "the file that `identify --assertion` wrote")
    private @Nullable Path assertionFile;

    @Option(
            names = "--sample",
            paramLabel = "FILE",
            description = "instead of an assertion: a picture or an embedding (.f32) of the person; may be repeated")
    private List<Path> samples = List.of();

    /** The samples of the person; none if there is an assertion. */
    List<CapturedSample> frames(CommandEnvironment environment) {
        if (assertionFile == null && samples.isEmpty()) {
            throw new UsageException("the person is missing: give --assertion FILE or --sample FILE");
        }
        return assertionFile == null ? model.files(environment).readAll(samples) : List.of();
    }

    /** Empty if the person is not identified, or ambiguous; that has been printed then. */
    Optional<SignedAssertion> identify(
            CommandEnvironment environment, SteadTerminal terminal, List<CapturedSample> frames) {
        if (assertionFile != null) {
            return Optional.of(new SignedAssertion(read(assertionFile), Instant.MAX));
        }
        return switch (terminal.identify(frames)) {
            case Identification.Identified(SignedAssertion assertion) -> Optional.of(assertion);
            case Identification.Ambiguous ambiguous -> {
                environment.out().println(AMBIGUOUS);
                yield Optional.empty();
            }
            case Identification.NotIdentified notIdentified -> {
                environment.out().println(NOT_IDENTIFIED);
                yield Optional.empty();
            }
        };
    }

    private static String read(Path file) {
        try {
            return TextFile.read(file).strip();
        } catch (IOException e) {
            throw new UsageException(
                    "the assertion " + file + " cannot be read: run `identify --assertion " + file + "` first");
        }
    }

    @Override
    public void close() {
        model.close();
    }
}

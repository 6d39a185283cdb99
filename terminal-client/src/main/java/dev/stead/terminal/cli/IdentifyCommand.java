package dev.stead.terminal.cli;

import dev.stead.terminal.Identification;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.sample.CapturedSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "identify",
        description = {
            "Identifies the person in a picture, or in several frames of one person.",
            "Prints the outcome on standard output and the times on standard error.",
            "A picture is turned as its orientation tag says. At most 64 MiB and 120 million pixels (WebP: 16 million)."
        },
        footer = {
            "",
            "Examples:",
            "  ./stead identify face.jpg --identity .stead/tls/terminal-till-1",
            "  ./stead identify frame1.jpg frame2.jpg --assertion who.jws && ./stead tasks --assertion who.jws",
            "  ./stead identify probe.f32 --model-id my-model@1 --plaintext terminal/t-1"
        })
final class IdentifyCommand implements Callable<Integer> {
    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "pictures of this person alone (or see --faces) or embeddings (.f32), in the order of capture")
    private List<Path> files = List.of();

    @Option(
            names = "--assertion",
            paramLabel = "FILE",
            description = "write the assertion to this file, readable by you only; it is a secret until it expires")
    private @Nullable Path assertionFile;

    private final CommandEnvironment environment;

    IdentifyCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (model) {
            long start = environment.nanoTime().getAsLong();
            List<CapturedSample> frames = model.files(environment).readAll(files);
            long read = environment.nanoTime().getAsLong();
            try (CommandTerminal open = CommandTerminal.withTemporaryJournal(environment, connect)) {
                long asked = environment.nanoTime().getAsLong();
                Identification who = open.terminal().identify(frames);
                long answered = environment.nanoTime().getAsLong();
                environment
                        .err()
                        .printf(
                                Locale.ROOT,
                                "sample %.1f ms, identification %.1f ms%n",
                                (read - start) / 1e6,
                                (answered - asked) / 1e6);
                return print(who).code();
            }
        }
    }

    private ExitCode print(Identification who) {
        return switch (who) {
            case Identification.Identified(SignedAssertion assertion) -> {
                environment.out().println("identified; the assertion is valid until " + assertion.expires());
                if (assertionFile != null) {
                    write(assertionFile, assertion);
                }
                yield ExitCode.DONE;
            }
            case Identification.Ambiguous ambiguous -> {
                environment.out().println(PersonOptions.AMBIGUOUS);
                yield ExitCode.AMBIGUOUS;
            }
            case Identification.NotIdentified notIdentified -> {
                environment.out().println(PersonOptions.NOT_IDENTIFIED);
                yield ExitCode.NO;
            }
        };
    }

    private static void write(Path file, SignedAssertion assertion) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, assertion.jws() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

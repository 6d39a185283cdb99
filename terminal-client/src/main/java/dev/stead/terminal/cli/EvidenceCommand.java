package dev.stead.terminal.cli;

import dev.stead.mesh.audit.StoredCheckpoint;
import dev.stead.terminal.EvidenceClient;
import dev.stead.terminal.evidence.EvidenceVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evidence",
        description = "Exports a task's evidence for a dispute, or verifies it.",
        footer = {
            "",
            "export prints the evidence, a signed page a line; keys prints the keys that verify it. verify calls nobody: it reads",
            "a file of such lines, and says whether all of it is signed, whether an act was left out, and whether the audit log says",
            "the same. Give export and verify a checkpoint that somebody else kept, such as `./stead audit verify` leaves.",
            "",
            "Examples:",
            "  ./stead evidence export 0199c3f0-0000-7000-8000-000000000000 --identity .stead/tls/operator-local",
            "  ./stead evidence keys --identity .stead/tls/operator-local",
            "  ./stead evidence verify evidence.txt --keys evidence-keys.json --checkpoint .stead/checkpoints/task"
        })
final class EvidenceCommand implements Callable<Integer> {
    /** What to do. */
    enum EvidenceAction {
        EXPORT,
        KEYS,
        VERIFY
    }

    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Parameters(index = "0", paramLabel = "export|keys|verify", description = "what to do")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private EvidenceAction action;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TASK|FILE",
            description = "the id of the task to export, or the file to verify")
    private @Nullable String subject;

    @Option(names = "--keys", paramLabel = "FILE", description = "verify: the keys that the task service publishes")
    private @Nullable Path keys;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "a kept checkpoint of the task service's audit log, which the log must have grown out of")
    private @Nullable Path checkpoint;

    private final CommandEnvironment environment;

    EvidenceCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Optional<StoredCheckpoint> kept = Optional.empty();
        if (checkpoint != null) {
            kept = Optional.of(CheckpointFile.read(existing(checkpoint)));
        }
        return switch (action) {
            case EXPORT -> export(kept).code();
            case KEYS -> keys().code();
            case VERIFY -> verify(kept).code();
        };
    }

    private ExitCode export(Optional<StoredCheckpoint> kept) {
        String taskId = required(subject, "export needs the id of a task");
        var settings = CommandSettings.open(environment, connect.settings(environment.variables(), 0));
        try (Connector.Connection connection = settings.connection()) {
            long knownSize = kept.map(one -> one.tree().size()).orElse(0L);
            new EvidenceClient(connection.channels().tasks())
                    .export(taskId, knownSize)
                    .forEach(environment.out()::println);
        }
        return ExitCode.DONE;
    }

    private ExitCode keys() {
        var settings = CommandSettings.open(environment, connect.settings(environment.variables(), 0));
        try (Connector.Connection connection = settings.connection()) {
            environment.out().println(new EvidenceClient(connection.channels().tasks()).keys());
        }
        return ExitCode.DONE;
    }

    private ExitCode verify(Optional<StoredCheckpoint> kept) throws IOException {
        Path file = existing(Path.of(required(subject, "verify needs the file of an export")));
        if (keys == null) {
            throw new UsageException("verify needs --keys, a file with what the task service publishes");
        }
        List<String> pages =
                Files.readString(file).lines().filter(line -> !line.isBlank()).toList();
        EvidenceVerifier.Verification found =
                EvidenceVerifier.with(Files.readString(existing(keys)), kept).verify(pages);
        PrintWriter out = environment.out();
        found.findings().forEach(out::println);
        if (!found.findings().isEmpty()) {
            return ExitCode.CONTRADICTED;
        }
        out.println(found.summary());
        return ExitCode.DONE;
    }

    private static String required(@Nullable String value, String otherwise) {
        if (value == null) {
            throw new UsageException(otherwise);
        }
        return value;
    }

    private static Path existing(Path file) {
        if (!Files.exists(file)) {
            throw new UsageException("there is no file " + file);
        }
        return file;
    }
}

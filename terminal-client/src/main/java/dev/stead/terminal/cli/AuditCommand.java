package dev.stead.terminal.cli;

import dev.stead.audit.v1.Leaf;
import dev.stead.mesh.audit.StoredCheckpoint;
import dev.stead.mesh.time.Micros;
import dev.stead.terminal.AuditClient;
import dev.stead.terminal.AuditClient.Verification;
import dev.stead.terminal.ServiceChannels;
import io.grpc.Channel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "audit",
        description = "Verifies or shows what the services have done, with an operator's certificate.",
        footer = {
            "",
            "verify computes each log again, compares it with its latest checkpoint and with the one that the run before left",
            "in the folder of --checkpoints, and leaves the latest there. Keep that folder where the services' operators cannot",
            "change it.",
            "",
            "Examples:",
            "  ./stead audit verify --identity .stead/tls/operator-local",
            "  ./stead audit show --service task --last 20 --identity .stead/tls/operator-local"
        })
final class AuditCommand implements Callable<Integer> {
    /** What to do with the logs. */
    enum Action {
        VERIFY,
        SHOW
    }

    /** Whose log. */
    enum AuditedService {
        MATCHER,
        TASK,
        PAYMENT;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }

        Channel of(ServiceChannels channels) {
            return switch (this) {
                case MATCHER -> channels.matcher();
                case TASK -> channels.tasks();
                case PAYMENT -> channels.payment();
            };
        }
    }

    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Parameters(paramLabel = "verify|show", description = "what to do")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Action action;

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            split = ",",
            description = "matcher, task, payment, or several with commas (default: all)")
    private Set<AuditedService> services = EnumSet.allOf(AuditedService.class);

    @Option(
            names = "--checkpoints",
            paramLabel = "FOLDER",
            defaultValue = ".stead/checkpoints",
            description = "folder of the remembered checkpoints (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "50",
            description = "how many acts to show (default: ${DEFAULT-VALUE})")
    private int last;

    private final CommandEnvironment environment;

    AuditCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        if (last < 1) {
            throw new UsageException("--last must be at least 1, but is " + last);
        }
        var settings = CommandSettings.open(environment, connect.settings(environment.variables(), 0));
        ExitCode exit = ExitCode.DONE;
        try (Connector.Connection connection = settings.connection()) {
            for (AuditedService service : services) {
                var client = new AuditClient(service.title(), service.of(connection.channels()));
                ExitCode one = switch (action) {
                    case VERIFY -> verify(service, client);
                    case SHOW -> show(service, client);
                };
                exit = one == ExitCode.DONE ? exit : one;
            }
        }
        return exit.code();
    }

    private ExitCode verify(AuditedService service, AuditClient client) throws IOException {
        Path file = folder.resolve(service.title());
        Optional<StoredCheckpoint> remembered =
                Files.exists(file) ? Optional.of(CheckpointFile.read(file)) : Optional.empty();
        Verification found = client.verify(remembered);
        PrintWriter out = environment.out();
        if (!found.findings().isEmpty()) {
            found.findings().forEach(finding -> out.println(service.title() + ": " + finding));
            return ExitCode.CONTRADICTED;
        }
        String since = remembered
                .map(one -> "the remembered ones among them: " + one.tree().size())
                .orElse("none was remembered: the next run will compare with this one");
        out.printf(Locale.ROOT, "%s: %d acts, as they were signed (%s)%n", service.title(), found.acts(), since);
        if (found.latest().isPresent()) {
            CheckpointFile.write(file, found.latest().get());
        }
        return ExitCode.DONE;
    }

    private ExitCode show(AuditedService service, AuditClient client) {
        client.forEach(Math.max(0, client.signedSize() - last), (position, bytes) -> {
            Leaf leaf = AuditClient.parse(bytes);
            environment
                    .out()
                    .printf(
                            Locale.ROOT,
                            "%s %d  %s  %-24s  %s  %s%n",
                            service.title(),
                            position,
                            Micros.instant(leaf.getTimeMicros()),
                            leaf.getAct(),
                            leaf.getCaller(),
                            String.join(" ", leaf.getObjectsList()));
        });
        return ExitCode.DONE;
    }
}

package dev.stead.terminal.cli;

import dev.stead.matcher.v1.Duplicate;
import dev.stead.matcher.v1.ListDuplicatesResponse;
import dev.stead.terminal.OperatorClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "duplicates",
        description = {
            "Lists who is perhaps enrolled twice, as the operator.",
            "Each line is a pair of subjects who look like one person, and when they were found; those found first come first."
        },
        footer = {
            "",
            "Examples:",
            "  ./stead duplicates --identity .stead/tls/operator-local",
            "  ./stead duplicates --plaintext operator/local"
        })
final class DuplicatesCommand implements Callable<Integer> {
    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    private final CommandEnvironment environment;

    DuplicatesCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var settings = CommandSettings.open(environment, connect.settings(environment.variables(), 0));
        try (Connector.Connection connection = settings.connection()) {
            var operator = OperatorClient.of(connection.channels(), environment.timeAndRandom());
            print(operator.duplicates(settings.gallery()));
            return ExitCode.DONE.code();
        }
    }

    private void print(ListDuplicatesResponse found) {
        PrintWriter out = environment.out();
        for (Duplicate one : found.getDuplicatesList()) {
            Instant since = Instant.ofEpochSecond(
                    one.getFindTime().getSeconds(), one.getFindTime().getNanos());
            out.println(since + "  " + one.getSubjectId() + "  " + one.getOtherSubjectId());
        }
        out.printf(Locale.ROOT, "%d of %d pairs%n", found.getDuplicatesCount(), found.getDuplicateCount());
    }
}

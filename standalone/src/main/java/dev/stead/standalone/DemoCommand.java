package dev.stead.standalone;

import dev.stead.terminal.face.Checksums;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the demo in a temporary folder, which is deleted afterwards, or against services that already run. */
@Command(
        name = "demo",
        description = {
            "Runs the whole journey on this machine and checks it: enrolment, two tasks, a payment, a collection,",
            "then everything that must be refused, and the balance of the ledger."
        },
        footer = {
            "",
            "Exit code: 0 if every step passed, 1 if one failed, 2 if the command line is wrong.",
            "",
            "Examples:",
            "  ./stead demo",
            "  ./stead demo --subjects 1000",
            "  ./stead demo --home .stead     (against services that run with this home, see ./stead home)"
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    @Option(
            names = "--subjects",
            defaultValue = "120",
            description = "how many people to enrol (default: ${DEFAULT-VALUE})")
    private int subjects;

    @Option(
            names = "--faces",
            paramLabel = "FOLDER",
            description = "folder of the demonstration models and pictures (default: where the build downloaded them)")
    private @Nullable Path faces;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "use the services that run with this home, on empty stores, instead of starting some")
    private @Nullable Path home;

    @Mixin
    private final AddressOptions addresses = new AddressOptions();

    DemoCommand(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Integer call() throws IOException {
        Path pictures = faces == null ? Checksums.packages() : faces;
        if (home != null) {
            return run(new Demo.Options(home, addresses.addresses(), pictures, subjects));
        }
        try (var temporary = new TemporaryFolder("stead-demo")) {
            return run(new Demo.Options(temporary.path(), null, pictures, subjects));
        }
    }

    private int run(Demo.Options options) {
        var report = new DemoReport(System.out, isTerminal(), nanoTime);
        return new Demo(options, report, clock, nanoTime).run() ? 0 : 1;
    }

    @SuppressWarnings("SystemConsoleNull") // it may still be null
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}

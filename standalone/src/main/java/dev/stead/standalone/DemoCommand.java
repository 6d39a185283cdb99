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

/** Plays the journey in a folder of its own, which is removed afterwards. */
@Command(
        name = "demo",
        description = "Plays the whole journey on this machine and checks it.",
        footer = {"", "Exit code: 0 if every step held, 1 if one did not.", "", "Example: ./stead demo --subjects 1000"
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    @Option(
            names = "--subjects",
            defaultValue = "120",
            description = "how many people are enrolled (default: ${DEFAULT-VALUE})")
    private int subjects;

    @Option(
            names = "--faces",
            paramLabel = "FOLDER",
            description = "the demonstration models and pictures (default: where the build put them)")
    private @Nullable Path faces;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "play against the services that run with this home (see ./stead home), on empty stores")
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
            return play(new Demo.Options(home, addresses.addresses(), pictures, subjects));
        }
        try (var own = new TemporaryFolder("stead-demo")) {
            return play(new Demo.Options(own.path(), null, pictures, subjects));
        }
    }

    private int play(Demo.Options options) {
        var report = new DemoReport(System.out, isTerminal(), nanoTime);
        return new Demo(options, report, clock, nanoTime).play() ? 0 : 1;
    }

    @SuppressWarnings("SystemConsoleNull") // it is nullable all the same
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}

package dev.stead.standalone;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.task.v1.FindTasksRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures two calls from outside, by ghz over mutual TLS. */
@Command(
        name = "load",
        description = {
            "Sends requests at a fixed rate with ghz and prints its report: 'identify-once', 'find-tasks', or both.",
            "Starts services of its own, on empty stores that are removed afterwards."
        },
        footer = {
            "",
            "Exit code: 0 if every answer was OK, 1 if not, 2 for words that are not understood.",
            "",
            "Examples:",
            "  ./stead load",
            "  ./stead load identify-once --subjects 10000 --rate 500 --duration 30s",
            "  ./stead load --home .stead     (the services run already, see ./stead home)"
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    static final String IDENTIFY = "identify-once";
    static final String FIND = "find-tasks";
    private static final int MOST_REQUESTS = 100_000;
    /** An assertion serves for 60 s. */
    private static final int LONGEST_SECONDS = 45;

    private final InstantSource clock;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "identify-once or find-tasks (default: both)")
    private @Nullable String profile;

    @Option(names = "--subjects", defaultValue = "1000", description = "people enrolled (default: ${DEFAULT-VALUE})")
    private int subjects;

    @Option(names = "--rate", defaultValue = "200", description = "requests a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--duration",
            defaultValue = "10s",
            description = "how long each profile runs, 1s to 45s (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String duration;

    @Option(
            names = "--ghz",
            paramLabel = "FILE",
            defaultValue = "ghz",
            description = "the program (default: on the PATH)")
    @SuppressWarnings("NullAway.Init")
    private Path ghz;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "load the services that run with this home, on empty stores")
    private @Nullable Path home;

    @Mixin
    private final AddressOptions addresses = new AddressOptions();

    LoadCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        int total = total();
        try (var folder = new TemporaryFolder("stead-load");
                var lifecycle = new Lifecycle()) {
            Home files = Home.open(home == null ? folder.path() : home, clock);
            Addresses where = home == null
                    ? LocalMesh.start(files, Ports.FREE, clock, lifecycle).addresses()
                    : addresses.addresses();
            var scene = LoadScene.prepare(new DemoChannels(files, where, lifecycle), subjects, clock);
            writeContract(folder.path());
            var runner = new Ghz(
                    ghz,
                    folder.path(),
                    (TlsConfig.Mutual) files.identity("terminal/" + DemoScenario.TERMINAL),
                    System.out);
            var requests = new LoadRequests();
            boolean held = true;
            if (wanted(IDENTIFY)) {
                requests.presentations(
                        folder.path().resolve(IDENTIFY + ".data"), scene.people(), LoadScene.GALLERY, total);
                say(IDENTIFY, total);
                held &= runner.run(IDENTIFY, where.matcher(), total, rate);
            }
            if (wanted(FIND)) {
                requests.looks(folder.path().resolve(FIND + ".data"), scene.assertions());
                say(FIND, total);
                held &= runner.run(FIND, where.tasks(), total, rate);
            }
            return held ? 0 : 1;
        }
    }

    private boolean wanted(String name) {
        return profile == null || profile.equals(name);
    }

    /** Requests in all; complains about words that make no sense. */
    private int total() {
        if (!wanted(IDENTIFY) && !wanted(FIND)) {
            throw bad("there is no profile '" + profile + "'; there are " + IDENTIFY + " and " + FIND);
        }
        if (!duration.matches("[0-9]{1,2}s") || seconds() < 1 || seconds() > LONGEST_SECONDS) {
            throw bad("--duration is 1s to " + LONGEST_SECONDS + "s, not '" + duration + "'");
        }
        if (subjects < 1 || subjects > 1_000_000) {
            throw bad("--subjects is 1 to 1000000, not " + subjects);
        }
        if (rate < 1 || (long) rate * seconds() > MOST_REQUESTS) {
            throw bad("--rate is at least 1, and times --duration at most " + MOST_REQUESTS + " requests");
        }
        return rate * seconds();
    }

    private int seconds() {
        return Integer.parseInt(duration.substring(0, duration.length() - 1));
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void say(String name, int total) {
        PrintStream out = System.out;
        out.printf("%n%s: %d requests at %d a second, %d subjects, mutual TLS%n", name, total, rate, subjects);
    }

    private static void writeContract(Path folder) throws IOException {
        FileDescriptor matcher = IdentifyOnceRequest.getDescriptor().getFile();
        FileDescriptor tasks = FindTasksRequest.getDescriptor().getFile();
        Files.write(
                folder.resolve("contract.protoset"), Protoset.of(matcher, tasks).toByteArray());
    }
}

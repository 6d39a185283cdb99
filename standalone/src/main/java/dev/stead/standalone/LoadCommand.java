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

/** Measures IdentifyOnce and FindTasks from outside, with ghz over mutual TLS. */
@Command(
        name = "load",
        description = {
            "Sends requests at a fixed rate with ghz, and prints its report.",
            "Starts services for it, on empty stores that are deleted afterwards, unless --home is given.",
            "Its captures have no proofs: a matcher that runs already needs STEAD_CAPTURE=optional."
        },
        footer = {
            "",
            "Exit code: 0 if every response was OK, 1 if not, 2 if the command line is wrong.",
            "",
            "Examples:",
            "  ./stead load",
            "  ./stead load identify-once --subjects 10000 --rate 500 --duration 30s",
            "  ./stead load --home .stead     (against services that run with this home, see ./stead home)"
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    static final String IDENTIFY = "identify-once";
    static final String FIND = "find-tasks";
    private static final int MAX_REQUESTS = 100_000;
    /** Shorter than the 60 s for which an assertion is valid. */
    private static final int MAX_SECONDS = 45;

    private final InstantSource clock;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PROFILE",
            description = "identify-once or find-tasks (default: both, one after the other)")
    private @Nullable String profile;

    @Option(
            names = "--subjects",
            defaultValue = "1000",
            description = "how many people to enrol (default: ${DEFAULT-VALUE})")
    private int subjects;

    @Option(names = "--rate", defaultValue = "200", description = "requests per second (default: ${DEFAULT-VALUE})")
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
            description = "the ghz executable (default: on the PATH)")
    @SuppressWarnings("NullAway.Init")
    private Path ghz;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "use the services that run with this home, on empty stores, instead of starting some")
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
            Addresses target = home == null
                    ? LocalMesh.startForLoad(files, clock, lifecycle).addresses()
                    : addresses.addresses();
            var setup = LoadSetup.prepare(new DemoChannels(files, target, lifecycle), subjects, clock);
            writeContract(folder.path());
            var runner = new Ghz(
                    ghz,
                    folder.path(),
                    (TlsConfig.Mutual) files.identity("terminal/" + DemoScenario.TERMINAL),
                    System.out);
            var requests = new LoadRequests();
            boolean allOk = true;
            if (wanted(IDENTIFY)) {
                requests.identify(folder.path().resolve(IDENTIFY + ".data"), setup.people(), LoadSetup.GALLERY, total);
                announce(IDENTIFY, total);
                allOk &= runner.run(IDENTIFY, target.matcher(), total, rate);
            }
            if (wanted(FIND)) {
                requests.findTasks(folder.path().resolve(FIND + ".data"), setup.assertions());
                announce(FIND, total);
                allOk &= runner.run(FIND, target.tasks(), total, rate);
            }
            return allOk ? 0 : 1;
        }
    }

    private boolean wanted(String name) {
        return profile == null || profile.equals(name);
    }

    /** The number of requests per profile. Refuses options that are out of range. */
    private int total() {
        if (!wanted(IDENTIFY) && !wanted(FIND)) {
            throw usage("PROFILE must be " + IDENTIFY + " or " + FIND + ", not '" + profile + "'");
        }
        if (!duration.matches("[0-9]{1,2}s") || seconds() < 1 || seconds() > MAX_SECONDS) {
            throw usage("--duration must be 1s to " + MAX_SECONDS + "s, not '" + duration + "'");
        }
        if (subjects < 1 || subjects > 1_000_000) {
            throw usage("--subjects must be 1 to 1000000, not " + subjects);
        }
        if (rate < 1 || (long) rate * seconds() > MAX_REQUESTS) {
            throw usage("--rate must be at least 1, and --rate times --duration at most " + MAX_REQUESTS + " requests");
        }
        return rate * seconds();
    }

    private int seconds() {
        return Integer.parseInt(duration.substring(0, duration.length() - 1));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void announce(String name, int total) {
        PrintStream out = System.out;
        out.printf("%n%s: %s requests at %s per second, %s subjects, mutual TLS%n", name, total, rate, subjects);
    }

    private static void writeContract(Path folder) throws IOException {
        FileDescriptor matcher = IdentifyOnceRequest.getDescriptor().getFile();
        FileDescriptor tasks = FindTasksRequest.getDescriptor().getFile();
        Files.write(
                folder.resolve("contract.protoset"),
                ProtoFileSet.of(matcher, tasks).toByteArray());
    }
}

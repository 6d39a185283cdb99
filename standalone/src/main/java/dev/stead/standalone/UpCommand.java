package dev.stead.standalone;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.sql.StorageException;
import dev.stead.mesh.time.Environment;
import dev.stead.terminal.MerchantClient;
import dev.stead.terminal.OperatorClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a mesh until the process is stopped. Enrolments, tasks and money are still there at the next start. */
@Command(
        name = "up",
        description = "Runs all services in one process until Ctrl-C, with a registered shop and terminal.",
        footer = {"", "Examples:", "  ./stead up", "  ./stead up --home /tmp/stead --port 7201     (beside another one)"
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    /** Leaves room for the two other ports and those of metrics and probes. */
    private static final int HIGHEST = 65_535 - Ports.OPS_OFFSET - 2;

    private static final List<String> PEOPLE = List.of(DemoScenario.DELEGATOR, DemoScenario.DELEGATE);

    private final InstantSource clock;

    @Option(
            names = "--home",
            defaultValue = ".stead",
            description = "folder of the certificates, keys, tokens and databases (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7101",
            description = {
                "port of the matcher (default: ${DEFAULT-VALUE}); the task service has the next one,",
                "the payment adapter the one after; metrics and probes are 1,000 higher; 0: any free ones"
            })
    private int port;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    UpCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (port != 0 && (port < 1 || port > HIGHEST)) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be 0, or 1 to " + HIGHEST + ", but is " + port);
        }
        Ports ports = Ports.from(port);
        requireFree(ports);
        var lifecycle = new Lifecycle();
        Runtime.getRuntime().addShutdownHook(new Thread(lifecycle::close, "shutdown"));
        Home home = Home.open(folder, clock);
        LocalMesh mesh = start(home, ports, lifecycle);
        openShop(new DemoChannels(home, mesh.addresses(), lifecycle));
        PEOPLE.forEach(home::writeToken);
        print(mesh, System.out);
        mesh.awaitTermination();
        return 0;
    }

    /** Before anything is made. A service would name its own settings, and this command does not read them. */
    private static void requireFree(Ports ports) {
        for (int port : new int[] {ports.matcher(), ports.task(), ports.payment()}) {
            for (int each : port == 0 ? new int[0] : new int[] {port, port + Ports.OPS_OFFSET}) {
                try {
                    new ServerSocket(each, 1, InetAddress.ofLiteral("127.0.0.1")).close();
                } catch (IOException taken) {
                    throw new IllegalStateException("port " + each + " cannot be listened on (" + taken.getMessage()
                            + "), perhaps because of another ./stead up: stop that, or choose other ports and another"
                            + " folder with --port and --home, such as ./stead up --port 7201 --home .stead-2");
                }
            }
        }
    }

    private LocalMesh start(Home home, Ports ports, Lifecycle lifecycle) {
        try {
            return LocalMesh.start(home, ports, clock, lifecycle);
        } catch (StorageException refused) {
            if (refused.kind() == StorageException.Kind.BUSY) {
                throw new IllegalStateException("another process uses the stores of " + folder
                        + ": stop it, or choose another folder with --home");
            }
            throw new IllegalStateException(
                    refused.getMessage() + " (Here the stores are in the folder of --home: " + folder + ")");
        }
    }

    private void openShop(DemoChannels channels) {
        var environment = new Environment(clock, new SecureRandom());
        var operator = OperatorClient.of(channels.as("operator/local"), environment);
        var shop = MerchantClient.of(channels.as("merchant/" + DemoScenario.SHOP), environment);
        var scenario = new DemoScenario(clock, operator, shop);
        FirstCalls.patiently(() -> scenario.registerShop(channels.home()));
        channels.home().identity("terminal/" + DemoScenario.TERMINAL);
        channels.home().identity("gateway/phones");
    }

    private void print(LocalMesh mesh, PrintStream out) {
        Addresses addresses = mesh.addresses();
        String home = ShellText.word(folder.toString());
        out.printf("""
            Stead is running. Press Ctrl-C to stop it. Its data is in %1$s.

              matcher          %2$s
              task service     %3$s
              payment adapter  %4$s
            """, home, addresses.matcher(), addresses.tasks(), addresses.payment());
        mesh.opsPages().forEach((service, page) -> out.printf("  %-15s  %s/metrics  %s/readyz%n", service, page, page));
        out.printf("""

            Each identity is a folder in %1$s/tls; the tokens of two people (ada, ben) are in %1$s/tokens. In another shell, try:

            %2$s  ./stead enrol --synthetic 1000 --consent 2026-11/en --identity %1$s/tls/operator-local
              ./stead simulate --terminals 1 --rate 20 --duration 10s --synthetic 1000 --identity %1$s/tls/terminal-till-1
              ./stead identify face.jpg --identity %1$s/tls/terminal-till-1
            """, home, elsewhere(addresses));
    }

    /** The commands look for the services at their usual ports. */
    private String elsewhere(Addresses addresses) {
        return port == Ports.DEFAULT.matcher()
                ? ""
                : "  export STEAD_MATCHER_ADDRESS=%s STEAD_TASK_ADDRESS=%s STEAD_PAYMENT_ADDRESS=%s%n"
                        .formatted(addresses.matcher(), addresses.tasks(), addresses.payment());
    }
}

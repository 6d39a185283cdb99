package dev.stead.standalone;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.time.Environment;
import dev.stead.terminal.MerchantClient;
import dev.stead.terminal.OperatorClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a mesh until the process is stopped. Enrolments, tasks and money are still there at the next start. */
@Command(
        name = "up",
        description = "Runs all services in one process until Ctrl-C, with a registered shop and terminal.",
        footer = {"", "Examples:", "  ./stead up", "  ./stead up --home /tmp/stead"},
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final List<String> PEOPLE = List.of(DemoScenario.DELEGATOR, DemoScenario.DELEGATE);

    private final InstantSource clock;

    @Option(
            names = "--home",
            defaultValue = ".stead",
            description = "folder of the certificates, keys, tokens and databases (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    UpCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        var lifecycle = new Lifecycle();
        Runtime.getRuntime().addShutdownHook(new Thread(lifecycle::close, "shutdown"));
        Home home = Home.open(folder, clock);
        LocalMesh mesh = LocalMesh.start(home, Ports.DEFAULT, clock, lifecycle);
        openShop(new DemoChannels(home, mesh.addresses(), lifecycle));
        for (String person : PEOPLE) {
            Files.writeString(home.tokenFile(person), home.token(person));
        }
        print(mesh, System.out);
        mesh.awaitTermination();
        return 0;
    }

    private void openShop(DemoChannels channels) {
        var environment = new Environment(clock, new SecureRandom());
        var operator = OperatorClient.of(channels.as("operator/local"), environment);
        var shop = MerchantClient.of(channels.as("merchant/" + DemoScenario.SHOP), environment);
        new DemoScenario(clock, operator, shop).registerShop();
        channels.home().identity("terminal/" + DemoScenario.TERMINAL);
        channels.home().identity("gateway/phones");
    }

    private void print(LocalMesh mesh, PrintStream out) {
        Addresses addresses = mesh.addresses();
        out.printf("""
            Stead is running. Press Ctrl-C to stop it. Its data is in %1$s.

              matcher          %2$s
              task service     %3$s
              payment adapter  %4$s
            """, folder, addresses.matcher(), addresses.tasks(), addresses.payment());
        mesh.opsPages().forEach((service, page) -> out.printf("  %-15s  %s/metrics  %s/readyz%n", service, page, page));
        out.printf("""

            Each identity is a folder in %1$s/tls; the tokens of two people (ada, ben) are in %1$s/tokens. In another shell, try:

              ./stead enrol --synthetic 1000 --consent 2026-11/en --identity %1$s/tls/operator-local
              ./stead simulate --terminals 1 --rate 20 --duration 10s --synthetic 1000 --identity %1$s/tls/terminal-till-1
              ./stead identify face.jpg --identity %1$s/tls/terminal-till-1
            """, folder);
    }
}

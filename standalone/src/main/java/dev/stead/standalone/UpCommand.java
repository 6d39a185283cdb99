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

/** Keeps a mesh running until the process is told to stop; what it enrolled and moved is there again next time. */
@Command(
        name = "up",
        description = "Runs all services in one process until Ctrl-C, with a shop and a terminal to try.",
        footer = {"", "Example: ./stead up --home .stead"},
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final List<String> PEOPLE = List.of(DemoScenario.DELEGATOR, DemoScenario.DELEGATE);

    private final InstantSource clock;

    @Option(
            names = "--home",
            defaultValue = ".stead",
            description = "folder of certificates, keys and databases (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    UpCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        var lifecycle = new Lifecycle();
        Runtime.getRuntime().addShutdownHook(new Thread(lifecycle::close, "stop"));
        Home home = Home.open(folder, clock);
        LocalMesh mesh = LocalMesh.start(home, Ports.USUAL, clock, lifecycle);
        openShop(new DemoChannels(home, mesh.addresses(), lifecycle));
        for (String person : PEOPLE) {
            Files.writeString(home.tokenFile(person), home.token(person));
        }
        print(mesh, System.out);
        mesh.awaitTermination();
        return 0;
    }

    private void openShop(DemoChannels visitors) {
        var environment = new Environment(clock, new SecureRandom());
        var operator = OperatorClient.of(visitors.as("operator/local"), environment);
        var shop = MerchantClient.of(visitors.as("merchant/" + DemoScenario.SHOP), environment);
        new DemoScenario(clock, operator, shop).registerShop();
        visitors.home().identity("terminal/" + DemoScenario.TERMINAL);
        visitors.home().identity("gateway/phones");
    }

    private void print(LocalMesh mesh, PrintStream out) {
        Addresses at = mesh.addresses();
        out.printf("""
                Stead runs. Ctrl-C stops it; what it keeps is in %1$s.

                  matcher          %2$s
                  task service     %3$s
                  payment adapter  %4$s
                """, folder, at.matcher(), at.tasks(), at.payment());
        mesh.opsPages().forEach((service, page) -> out.printf("  %-15s  %s/metrics  %s/readyz%n", service, page, page));
        out.printf("""

                Identities are folders in %1$s/tls, people's tokens (ada, ben) are in %1$s/tokens. Try, in another terminal:

                  ./stead enrol --synthetic 1000 --consent 2026-11/en --identity %1$s/tls/operator-local
                  ./stead simulate --terminals 1 --rate 20 --duration 10s --synthetic 1000 --identity %1$s/tls/terminal-till-1
                  ./stead identify face.jpg --identity %1$s/tls/terminal-till-1
                """, folder);
    }
}

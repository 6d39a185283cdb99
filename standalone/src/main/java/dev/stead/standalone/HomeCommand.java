package dev.stead.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes what separate processes on one machine need. */
@Command(
        name = "home",
        description =
                "Makes certificates, keys and a settings file for each service, for separate processes on this machine.",
        footer = {
            "",
            "Examples:",
            "  ./stead home && (set -a; . .stead/matcher.env; ./stead matcher)",
            "  ./stead home terminal/till-2 operator/anna"
        },
        mixinStandardHelpOptions = true)
final class HomeCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Option(names = "--home", defaultValue = ".stead", description = "the folder (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Mixin
    private final AddressOptions addresses = new AddressOptions();

    @Parameters(paramLabel = "PATH", description = "further identities, such as terminal/till-2")
    private List<String> paths = List.of();

    HomeCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Home home = Home.open(folder, clock);
        Ports ports = addresses.ports();
        String payment = addresses.addresses().payment();
        write("matcher", home.matcherSettings(ports));
        write("task", home.taskSettings(ports, payment));
        write("payment", home.paymentSettings(ports));
        for (String path : paths) {
            home.identity(path);
            System.out.println(folder.resolve("tls").resolve(path.replace('/', '-')));
        }
        return 0;
    }

    private void write(String service, Map<String, String> settings) throws IOException {
        Path file = folder.resolve(service + ".env");
        String lines = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "='" + setting.getValue() + "'\n")
                .collect(Collectors.joining());
        Files.writeString(file, lines);
        System.out.println(file);
    }
}

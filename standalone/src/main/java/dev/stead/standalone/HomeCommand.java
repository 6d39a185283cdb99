package dev.stead.standalone;

import dev.stead.mesh.request.ExternalId;
import dev.stead.mesh.security.Caller;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates what separate processes on one machine need. */
@Command(
        name = "home",
        description = "Creates certificates, keys and a settings file per service, to run the services as separate"
                + " processes.",
        footer = {
            "",
            "Examples:",
            "  ./stead home && (set -a; . .stead/matcher.env; ./stead matcher)",
            "  ./stead home terminal/till-2 operator/anna"
        },
        mixinStandardHelpOptions = true)
final class HomeCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--home",
            defaultValue = ".stead",
            description = "folder of the certificates, keys and settings (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Mixin
    private final AddressOptions addresses = new AddressOptions();

    @Parameters(paramLabel = "IDENTITY", description = "further identities, such as terminal/till-2")
    private List<String> identities = List.of();

    HomeCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        for (String identity : identities) {
            if (Caller.ofPath(identity).isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "IDENTITY must be terminal, merchant, operator, gateway or service, a slash and an id of "
                                + ExternalId.RULE + ", not " + identity);
            }
        }
        Home home = Home.open(folder, clock);
        Ports ports = addresses.ports();
        Addresses mesh = addresses.addresses();
        write("matcher", home.matcherSettings(ports, mesh));
        write("task", home.taskSettings(ports, mesh));
        write("payment", home.paymentSettings(ports, mesh));
        for (String identity : identities) {
            home.identity(identity);
            if (Caller.ofPath(identity).orElseThrow() instanceof Caller.Terminal(String id)) {
                home.device(id);
            }
            System.out.println(folder.resolve("tls").resolve(identity.replace('/', '-')));
        }
        return 0;
    }

    private void write(String service, Map<String, String> settings) throws IOException {
        Path file = folder.resolve(service + ".env");
        String lines = settings.entrySet().stream()
                .map(setting -> ShellText.setting(setting.getKey(), setting.getValue()))
                .collect(Collectors.joining());
        Files.writeString(file, lines);
        System.out.println(file);
    }
}

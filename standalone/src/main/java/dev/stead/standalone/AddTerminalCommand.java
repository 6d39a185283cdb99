package dev.stead.standalone;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.time.Environment;
import dev.stead.task.v1.Terminal;
import dev.stead.terminal.OperatorClient;
import dev.stead.type.v1.LatLng;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Registers a terminal at the task service and its capture device at the matcher, and makes certificate and key, so that it can be used at
 * once.
 */
@Command(
        name = "add",
        description = "Registers a terminal, or moves a registered one, and makes its certificate and the key of its"
                + " capture device.",
        footer = {
            "",
            "Examples:",
            "  ./stead terminal add till-2 --merchant bakery --at 48.8566,2.3522",
            "  ./stead identify face.jpg --identity .stead/tls/terminal-till-2"
        },
        mixinStandardHelpOptions = true)
final class AddTerminalCommand implements Callable<Integer> {
    private static final Pattern LAT_LNG = Pattern.compile("(-?\\d{1,2}(?:\\.\\d+)?),\\s*(-?\\d{1,3}(?:\\.\\d+)?)");

    private final InstantSource clock;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "the terminal's id")
    @SuppressWarnings("NullAway.Init")
    private String terminalId;

    @Option(
            names = "--merchant",
            paramLabel = "ID",
            required = true,
            description = "the merchant at whose place it stands; 'up' registers bakery")
    @SuppressWarnings("NullAway.Init")
    private String merchantId;

    @Option(
            names = "--at",
            paramLabel = "LAT,LNG",
            required = true,
            description = "where it stands, in degrees: 48.8566,2.3522")
    @SuppressWarnings("NullAway.Init")
    private String place;

    @Option(
            names = "--home",
            defaultValue = ".stead",
            description = "folder of the certificates of the running services (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Mixin
    private final AddressOptions addresses = new AddressOptions();

    AddTerminalCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        Terminal terminal = Terminal.newBuilder()
                .setTerminalId(terminalId)
                .setMerchantId(merchantId)
                .setLocation(location())
                .setState(Terminal.State.STATE_ACTIVE)
                .build();
        if (!Files.exists(folder.resolve("tls"))) {
            throw new IllegalStateException("there are no certificates in " + folder
                    + ": name the folder of ./stead up or ./stead home with --home");
        }
        Home home = Home.open(folder, clock);
        try (var lifecycle = new Lifecycle()) {
            var channels = new DemoChannels(home, addresses.addresses(), lifecycle).as("operator/local");
            var operator = OperatorClient.of(channels, new Environment(clock, new SecureRandom()));
            operator.putTerminal(terminal);
            operator.putCaptureDevice(home.device(terminalId));
        }
        home.identity("terminal/" + terminalId);
        Path identity = folder.resolve("tls").resolve("terminal-" + terminalId);
        System.out.println(
                "registered " + terminalId + "; its commands take --identity " + ShellText.word(identity.toString()));
        return 0;
    }

    private LatLng location() {
        Matcher matcher = LAT_LNG.matcher(place.strip());
        if (!matcher.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--at must be LAT,LNG in degrees, such as 48.8566,2.3522, but is " + place);
        }
        return LatLng.newBuilder()
                .setLatitude(Double.parseDouble(matcher.group(1)))
                .setLongitude(Double.parseDouble(matcher.group(2)))
                .build();
    }
}

package dev.stead.systemtests.mesh;

import static dev.stead.systemtests.launcher.TestScript.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.DeviceKeyFile;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.time.Environment;
import dev.stead.systemtests.launcher.TestScript;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.ServiceChannels;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people reported of other software of this kind, tried on services in processes of their own, from outside: by Python with the stubs
 * that docs/integrate.md makes, and by {@code ./stead}. The cases are in src/test/field, and those of shells in src/test/shell/launcher.sh.
 * Each prints a line. The examples of the page run here too.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FieldTest {
    /** Bytes as text (an embedding, a token, a key), numbers of an embedding or a similarity, and the names of the people. */
    private static final Pattern OF_A_PERSON =
            Pattern.compile("[A-Za-z0-9+_]{60,}|(?<![0-9.])-?[01]\\.[0-9]{4,}|\\b(Ada|Ben)\\b");

    private static final Logger LOG = LoggerFactory.getLogger(FieldTest.class);
    private static final Path CASES = ROOT.resolve("system-tests/src/test/field");
    private static final Path PICTURES = ROOT.resolve("terminal-client/node_modules/@vladmandic/face-api/demo");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    /** Calls of a gateway's phones that end before they are answered: {@code -Dfield.resets=5000} is the figure that is promised. */
    private static final int RESETS = Integer.getInteger("field.resets", 600);

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set by start
    private static SeparateServices services;

    @SuppressWarnings("NullAway.Init")
    private static TestScript script;

    @BeforeAll
    static void start() throws Exception {
        Path home = folder.resolve(".stead");
        services = SeparateServices.start(
                home,
                List.of("terminal/till-1", "operator/local", "gateway/phones", "merchant/bakery"),
                // The cases on the wire are about other things than captures.
                Map.of("STEAD_CAPTURE", "optional"));
        registerCamera(home, services.addresses().getFirst());
        List<String> addresses = services.addresses();
        script = new TestScript(folder)
                .with("FIELD_STUBS", folder.resolve("stubs").toString())
                .with("FIELD_HOME", home.toString())
                .with("FIELD_MATCHER", addresses.get(0))
                .with("FIELD_TASK", addresses.get(1))
                .with("FIELD_PAYMENT", addresses.get(2))
                .with("FIELD_RESETS", Integer.toString(RESETS))
                .with("FIELD_PING", "6")
                .with("PYTHONDONTWRITEBYTECODE", "1");
        List<String> _ =
                script.require(LIMIT, ROOT.resolve("proto/try-python.sh").toString(), folder.toString());
        List<String> _ = script.require(
                LIMIT,
                folder.resolve("venv/bin/pip").toString(),
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
                CASES.resolve("requirements.txt").toString());
    }

    /** The command of the pictures and the page's Python sign as this device. */
    private static void registerCamera(Path home, String matcher) {
        ManagedChannel channel = Channels.open(ChannelConfig.of(
                matcher, TlsConfig.mutual(home.resolve("tls/operator-local"), "stead"), "service/matcher"));
        try {
            var environment = new Environment(InstantSource.system(), new SecureRandom());
            var _ = OperatorClient.of(new ServiceChannels(channel, channel, channel), environment)
                    .putCaptureDevice(DeviceKeyFile.read(
                            home.resolve("tls/terminal-till-1").resolve(DeviceKeyFile.NAME)));
        } finally {
            channel.shutdownNow();
        }
    }

    @AfterAll
    static void stop() {
        if (services != null) { // not if the start failed, which says why
            services.close();
        }
    }

    @Test
    void theCasesOnTheWireHold() throws Exception {
        holds(57, python("wire.py"));
    }

    @Test
    void theCasesOfPicturesHold() throws Exception {
        List<String> made = python("pictures.py", PICTURES.toString(), "pictures");
        assertThat(made).isEmpty();

        script.with("STEAD_MATCHER_ADDRESS", services.addresses().getFirst())
                // They are about pictures, not about how much else the machine has to do.
                .with("STEAD_QUICK_DEADLINE", "1m");
        holds(
                17,
                script.run(
                        LIMIT,
                        CASES.resolve("pictures.sh").toString(),
                        script.stead().toString(),
                        folder.resolve(".stead").toString(),
                        "pictures"));
    }

    @Test
    void thePythonOfThePageRunsAsPrinted() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/integrate.md"));
        String printed = block(page, "Save this as `identify.py`:", "python");
        Files.writeString(folder.resolve("identify.py"), here(printed, "localhost:7101", 0));
        String command = block(page, "because nobody has such numbers:", "sh");

        List<String> lines = script.run(LIMIT, "bash", "-c", command);
        // The page's deadline is that of a terminal, and this matcher has just started.
        for (int more = 9; more > 0 && lines.toString().contains("DEADLINE_EXCEEDED"); more--) {
            lines = script.run(LIMIT, "bash", "-c", command);
        }

        assertThat(lines).endsWith("not_identified");
    }

    @Test
    void theCallsFromAShellRunAsPrinted() throws Exception {
        assertThat(grpcurl("integrate.md", "## From a shell", "localhost:7101", 0))
                .contains("\"galleryId\": \"people\"");

        Path operator = folder.resolve(".stead/tls/operator-local");
        Files.createSymbolicLink(folder.resolve("ca.crt"), operator.resolve("trust.pem"));
        Files.createSymbolicLink(folder.resolve("operator.crt"), operator.resolve("certificate.pem"));
        Files.createSymbolicLink(folder.resolve("operator.key"), operator.resolve("key.pem"));
        // No settlement is in review here. The refusal's reason must be readable.
        assertThat(grpcurl("operate.md", "### Closing a review", "payment:7103", 2))
                .contains("Code: NotFound", "\"reason\": \"SETTLEMENT_NOT_FOUND\"");
    }

    /** What the command of a page prints, with what a reader fills in, and with the address of a service here. */
    private static String grpcurl(String page, String heading, String printed, int service) throws Exception {
        String built = script.require(
                        LIMIT, ROOT.resolve("system-tests/fetch-grpcurl").toString())
                .getLast();
        String command = here(
                        block(Files.readString(ROOT.resolve("docs").resolve(page)), heading, "sh"), printed, service)
                .replace("<new UUID>", "01890a5d-ac96-774b-bcce-b302099a8057")
                .replace("<id>", "01890a5d-ac96-774b-bcce-b302099a8058");
        assertThat(command).startsWith("grpcurl ");
        return String.join("\n", script.run(LIMIT, "bash", "-c", command.replaceFirst("grpcurl", built)));
    }

    /** Runs last, over all that the cases made the services say: bad input of every kind, refusals, failures. */
    @Test
    @Order(Integer.MAX_VALUE)
    void nothingOfAPersonIsInTheLogs() throws Exception {
        services.logs().forEach((service, log) -> {
            assertThat(log).as(service).contains("listening on port");
            assertThat(OF_A_PERSON.matcher(log).results().map(found -> found.group()))
                    .as(service)
                    .isEmpty();
        });
    }

    private static String here(String text, String printed, int service) {
        assertThat(text).contains(printed);
        return text.replace(printed, services.addresses().get(service));
    }

    /** The first block of a language behind some words of a page. */
    private static String block(String page, String words, String language) {
        int from = page.indexOf(words);
        assertThat(from).as(words).isNotNegative();
        int begin = page.indexOf("```" + language + "\n", from);
        assertThat(begin).as("a block after: " + words).isNotNegative();
        int code = page.indexOf('\n', begin) + 1;
        return page.substring(code, page.indexOf("```", code));
    }

    private static List<String> python(String name, String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 2];
        command[0] = folder.resolve("venv/bin/python").toString();
        command[1] = CASES.resolve(name).toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return script.run(LIMIT, command);
    }

    /** Each line that a case prints is a verdict. The client's library writes others. */
    private static void holds(int cases, List<String> printed) {
        List<String> verdicts = printed.stream()
                .filter(line -> line.startsWith("OK ") || line.startsWith("FAULT "))
                .toList();
        verdicts.forEach(LOG::info);
        assertThat(verdicts.stream().filter(line -> line.startsWith("FAULT ")))
                .as("faults")
                .isEmpty();
        assertThat(verdicts).as("of:%n%s", String.join("\n", printed)).hasSize(cases);
    }
}

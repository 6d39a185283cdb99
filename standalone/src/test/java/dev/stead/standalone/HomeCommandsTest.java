package dev.stead.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.audit.v1.Leaf;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.time.Environment;
import dev.stead.terminal.AuditClient;
import dev.stead.terminal.Identification;
import dev.stead.terminal.MerchantClient;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.ServiceChannels;
import dev.stead.terminal.SteadException;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.sample.SyntheticPeople;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees who tries Stead out with a home: {@code up}, {@code home}, {@code token}, {@code terminal}. */
class HomeCommandsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private static final Pattern IDENTITY = Pattern.compile("\\.stead/tls/([a-z][a-z0-9-]*)");

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final InstantSource clock = InstantSource.system();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        var both = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1_000, 1_001, 1_002})
    void aPortThatIsTakenNamesTheOptionsOfUp(int offset) throws IOException {
        try (var taken = new ServerSocket(0, 1, HERE)) {
            int first = taken.getLocalPort() - offset;
            assertThat(run("up", "--home", folder.toString(), "--port", Integer.toString(first)))
                    .isOne();
        }

        assertThat(text()).contains("--port", "--home").doesNotContain("STEAD_");
    }

    @Test
    void storesThatAnotherProcessUsesNameTheOptionOfUp() throws IOException {
        Path lock = Files.createDirectories(folder.resolve("data")).resolve("payment.db.lock");
        try (var other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.lock().isValid()).isTrue();
            assertThat(run("up", "--home", folder.toString(), "--port", "0")).isOne();
        }

        assertThat(text()).contains("another process uses the stores of " + folder, "--home");
        assertThat(text()).doesNotContain("STEAD_");
    }

    @Test
    void anAddressWithoutAPortIsRefusedByName() {
        assertThat(run("home", "--home", folder.toString(), "--payment", "localhost"))
                .isEqualTo(2);

        assertThat(text()).contains("--payment must be HOST:PORT", "\"localhost\"");
    }

    @Test
    void whatANewHomeHoldsIsForItsOwnerAlone() throws IOException {
        Path fresh = folder.resolve("fresh");
        Home.open(fresh, clock).writeToken("ada");

        assertThat(rights(fresh)).isEqualTo("rwx------");
        assertThat(rights(fresh.resolve("tokens/ada"))).isEqualTo("rw-------");
    }

    @Test
    void aHomeKeepsTheBudgetsOfDecisionsThatTheMatcherShipsWith() throws IOException {
        assertThat(run("home", "--home", folder.toString())).isZero();

        assertThat(Files.readString(folder.resolve("matcher.env")))
                .contains("STEAD_TEMPLATE_KEK_FILE")
                .doesNotContain("DECISION", "ACCEPT", "NEAR_ANSWERS", "QUARANTINE");
    }

    @Test
    void aTokenIsPrintedAloneAndOnlyOfAHomeThatIsThere() {
        assertThat(run("token", "ada", "--home", folder.resolve("none").toString()))
                .isOne();
        assertThat(text()).contains("there are no keys in", "--home");
        assertThat(folder.resolve("none")).doesNotExist();

        printed.reset();
        Home _ = Home.open(folder, clock);
        assertThat(run("token", "auth0|5f7c", "--home", folder.toString())).isZero();
        assertThat(text()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\R");
    }

    /** Who follows a page uses the identities that 'up' makes, or one that the page has made before. */
    @Test
    void thePagesUseTheIdentitiesThatUpMakes() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String place : List.of("../docs", "../terminal-client/src/main/java", "src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(place))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    IDENTITY.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
                }
            }
        }

        assertThat(used)
                .contains("terminal-" + DemoScenario.TERMINAL)
                .isSubsetOf("terminal-" + DemoScenario.TERMINAL, "terminal-till-2", "operator-local", "gateway-phones");
    }

    @Test
    void everyCommandSaysItsVersion() {
        for (String command : new String[] {"up", "home", "token", "terminal", "load", "demo"}) {
            printed.reset();
            assertThat(run(command, "--version")).isZero();
            assertThat(text()).startsWith("stead ").contains(", commit ");
        }
    }

    @Test
    void aTerminalIsRegisteredWithItsDeviceAndHasItsCertificate() throws IOException {
        try (var lifecycle = new Lifecycle()) {
            Home home = Home.open(folder, clock);
            LocalMesh mesh = LocalMesh.start(home, Ports.FREE, clock, lifecycle);
            var channels = new DemoChannels(home, mesh.addresses(), lifecycle);
            var environment = new Environment(clock, new SecureRandom());
            var operator = OperatorClient.of(channels.as("operator/local"), environment);
            var shop = MerchantClient.of(channels.as("merchant/" + DemoScenario.SHOP), environment);
            var scenario = new DemoScenario(clock, operator, shop);
            FirstCalls.patiently(() -> scenario.registerShop(home));

            assertThat(add(mesh, "till-9", DemoScenario.SHOP, "48.85,-2.35")).isZero();
            assertThat(folder.resolve("tls/terminal-till-9/certificate.pem")).exists();
            assertThat(rights(folder.resolve("tls/terminal-till-9/device-key.json")))
                    .isEqualTo("rw-------");
            assertThat(who(channels, home, "till-9")).isEqualTo(new Identification.NotIdentified());
            assertThatThrownBy(() -> who(channels, home, "till-7")).hasMessageContaining("CAPTURE_DEVICE_UNKNOWN");
            assertThat(add(mesh, "till-9", DemoScenario.SHOP, "north")).isEqualTo(2);
            assertThat(add(mesh, "till-8", "nobody", "48.85,-2.35")).isOne();
            assertThat(folder.resolve("tls/terminal-till-8")).doesNotExist();
        }
    }

    @Test
    void theLogOfEachServiceBeginsWithWhatItWasStartedWith() {
        Map<String, List<String>> keys = Map.of(
                "matcher", List.of("assertion", "audit", "template"),
                "task", List.of("audit", "evidence"),
                "payment", List.of("audit"));
        try (var lifecycle = new Lifecycle()) {
            Home home = Home.open(folder, clock);
            LocalMesh mesh = LocalMesh.start(home, Ports.FREE, clock, lifecycle);
            ServiceChannels operator = new DemoChannels(home, mesh.addresses(), lifecycle).as("operator/local");
            Map.of("matcher", operator.matcher(), "task", operator.tasks(), "payment", operator.payment())
                    .forEach((service, channel) -> {
                        List<Leaf> leaves = new ArrayList<>();
                        FirstCalls.patiently(() -> {
                            leaves.clear();
                            new AuditClient(service, channel)
                                    .forEach(0, (place, bytes) -> leaves.add(AuditClient.parse(bytes)));
                        });
                        assertThat(leaves).singleElement().satisfies(leaf -> {
                            assertThat(leaf.getAct()).isEqualTo("settings.used");
                            assertThat(leaf.getCaller()).isEqualTo("service/" + service);
                            assertThat(leaf.getObjectsList())
                                    .anyMatch(object -> object.startsWith("setting/STEAD_AUDIT_KEY_FILE:"))
                                    .filteredOn(object -> object.startsWith("key/"))
                                    .extracting(object -> object.substring("key/".length(), object.indexOf(':')))
                                    .isEqualTo(keys.get(service));
                        });
                    });
        }
    }

    /** What the matcher says of somebody before the terminal's camera. */
    private static Identification who(DemoChannels channels, Home home, String terminalId) {
        var nobody = new SyntheticPeople(1, 512, 1, "faceplugin-mobilefacenet@0.0.1").probe(0, 1);
        try (var terminal = SteadTerminal.open(
                home.terminal("people", terminalId),
                channels.as("terminal/" + terminalId),
                new Environment(InstantSource.system(), new SecureRandom()))) {
            var answer = new AtomicReference<Identification>();
            FirstCalls.patiently(() -> answer.set(terminal.identify(List.of(nobody))));
            return answer.get();
        }
    }

    @Test
    void aFirstCallThatRunsOutOfItsTimeIsMadeAgain() throws IOException {
        String address = "localhost:" + freePort();
        try (var lifecycle = new Lifecycle()) {
            var channels =
                    new DemoChannels(Home.open(folder, clock), new Addresses(address, address, address), lifecycle);
            var operator = OperatorClient.of(channels.as("operator/local"), new Environment(clock, new SecureRandom()));
            var calls = new AtomicInteger();

            FirstCalls.patiently(() -> {
                if (calls.incrementAndGet() < 3) {
                    var _ = operator.checkBalance();
                }
            });

            assertThat(calls).hasValue(3);
        }
    }

    /** The client repeats a change for ten seconds itself: a count of tries would multiply them to minutes. */
    @Test
    void theFirstCallsEndAfterATimeHoweverLongEachTakes() throws IOException {
        String address = "localhost:" + freePort();
        try (var lifecycle = new Lifecycle()) {
            var channels =
                    new DemoChannels(Home.open(folder, clock), new Addresses(address, address, address), lifecycle);
            var operator = OperatorClient.of(channels.as("operator/local"), new Environment(clock, new SecureRandom()));
            var calls = new AtomicInteger();

            assertThatThrownBy(() -> FirstCalls.patiently(Duration.ofSeconds(1), () -> {
                        calls.incrementAndGet();
                        LockSupport.parkNanos(Duration.ofMillis(600).toNanos());
                        var _ = operator.checkBalance();
                    }))
                    .isInstanceOf(SteadException.class);

            assertThat(calls).hasValueBetween(1, 2);
        }
    }

    private static int freePort() throws IOException {
        try (var nobody = new ServerSocket(0, 1, HERE)) {
            return nobody.getLocalPort();
        }
    }

    private int add(LocalMesh mesh, String terminal, String merchant, String place) {
        return run(
                "terminal",
                "add",
                terminal,
                "--merchant",
                merchant,
                "--at",
                place,
                "--home",
                folder.toString(),
                "--matcher",
                mesh.addresses().matcher(),
                "--task",
                mesh.addresses().tasks());
    }

    private static int run(String... arguments) {
        return StandaloneMain.run(arguments);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}

package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.DatabaseConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees of a service that is configured wrongly. */
class ServiceMainTest {
    private static final String MIGRATIONS = "dev/stead/mesh/sql/migrations";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    /** A service with a server, a channel and a database that stops at once. */
    private record EchoConfig(ServerConfig server, ChannelConfig channel, DatabaseConfig database) {
        static EchoConfig from(Settings settings) {
            return new EchoConfig(
                    ServerConfig.from(settings, 0),
                    ChannelConfig.from(settings, "TASK", "localhost:7102", "service/task"),
                    DatabaseConfig.from(settings, "sqlite:data/echo.db"));
        }

        static void run(EchoConfig config, Lifecycle lifecycle) {
            lifecycle.own(Database.open(config.database(), MIGRATIONS));
            lifecycle.own(ServiceHost.builder("echo", config.server())
                    .service(new Echo())
                    .access(Hosts.EVERYBODY)
                    .start());
        }
    }

    private int run(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "STEAD_TLS", "plaintext", "STEAD_OPS_PORT", "0", "STEAD_DATABASE_URL", "sqlite:" + folder + "/x.db"));
        settings.putAll(changes);
        return run(settings, EchoConfig::from, EchoConfig::run);
    }

    private <C> int run(
            Map<String, String> settings, Function<Settings, C> configuration, BiConsumer<C, Lifecycle> service) {
        return ServiceMain.run(
                Settings.of(settings), configuration, service, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String line() {
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    @Test
    void aServiceThatIsConfiguredRightRunsAndIsClosed() {
        List<String> closed = new ArrayList<>();

        assertThat(run(Map.of("STEAD_A", "1"), settings -> settings.text("STEAD_A", "", "doc"), (config, lifecycle) -> {
                    assertThat(config).isEqualTo("1");
                    lifecycle.own(() -> closed.add("all"));
                }))
                .isZero();

        assertThat(printed.size()).isZero();
        assertThat(closed).containsExactly("all");
        assertThat(run(Map.of())).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "STEAD_PORT, seven, 'stead: STEAD_PORT must be a whole number from 0 to 65535, but is \"seven\" (default 0).'",
        "STEAD_PROT, 7001, 'stead: STEAD_PROT is not a setting of this service: the nearest one is STEAD_PORT.'",
        "STEAD_JOURNAL, x, 'stead: STEAD_JOURNAL is not a setting of this service: unset it for this process"
                + " (docs/settings.md lists what each program reads).'",
        "STEAD_CALLS_PER_MACHINE, 5,"
                + " stead: STEAD_CALLS_PER_MACHINE was renamed: set STEAD_CALLS_PER_DEVICE_CONNECTION instead.",
        "STEAD_DATABASE_URL, mysql:x, 'stead: STEAD_DATABASE_URL must be sqlite:/folder/file.db or"
                + " postgresql://host:port/database, but begins with neither.'",
        "STEAD_DATABASE_URL, postgresql://host:port/x,"
                + " 'stead: STEAD_DATABASE_URL must be of the form postgresql://host:port/database, but is not.'",
        "STEAD_TASK_ADDRESS, a b:1, 'stead: STEAD_TASK_ADDRESS must be host:port, but is \"a b:1\".'",
        "STEAD_TASK_ADDRESS, 'task_service:1', 'stead: STEAD_TASK_ADDRESS must be host:port, but is \"task_service:1\".'",
        "STEAD_HOST, nowhere.invalid,"
                + " 'stead: STEAD_HOST must be an address of this machine, but \"nowhere.invalid\" cannot be resolved.'"
    })
    void aWrongSettingIsOneLineThatNamesItAndTheFix(String key, String value, String expected) {
        assertThat(run(Map.of(key, value))).isEqualTo(78);

        assertThat(line()).isEqualTo(expected);
    }

    @Test
    void aDatabaseThatCannotBeReachedIsOneLine() {
        assertThat(run(Map.of("STEAD_DATABASE_URL", "postgresql://localhost:1/task")))
                .isEqualTo(78);

        assertThat(line())
                .isEqualTo("stead: PostgreSQL is not available (SQLSTATE 08001). Check that the server of"
                        + " STEAD_DATABASE_URL is running and has that database, and that STEAD_DATABASE_USER and"
                        + " STEAD_DATABASE_PASSWORD_FILE are right.");
    }

    @Test
    void aDatabaseThatAnotherProcessOwnsIsOneLine() {
        try (Database _ = Database.open(DatabaseConfig.of("sqlite:" + folder + "/x.db"), MIGRATIONS)) {
            assertThat(run(Map.of())).isEqualTo(78);
        }

        assertThat(line()).contains("another process owns this store", "set another STEAD_DATABASE_URL");
    }

    @ParameterizedTest
    @CsvSource({"STEAD_PORT", "STEAD_OPS_PORT"})
    void aPortThatIsTakenIsOneLine(String key) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(Map.of(key, Integer.toString(taken.getLocalPort())))).isEqualTo(78);
        }

        assertThat(line()).contains("Cannot listen on 127.0.0.1:", "set another " + key);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "::"})
    void withoutTlsNoOtherMachineMayCall(String host) {
        assertThat(run(Map.of("STEAD_HOST", host))).isEqualTo(78);

        assertThat(line()).contains("STEAD_HOST", host, "STEAD_TLS=mutual");
    }

    /** 192.0.2.1 is nobody's (RFC 5737). No port would help there. */
    @Test
    void anAddressOfAnotherMachineNamesTheHostAndNoPort() {
        assertThat(run(Map.of("STEAD_HOST", "192.0.2.1"))).isEqualTo(78);

        assertThat(line()).startsWith("stead: STEAD_HOST must be an address of this machine, but is \"192.0.2.1\"");
        assertThat(line()).doesNotContain("_PORT");
    }

    @Test
    void aCertificateThatIsMissingOrDamagedIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("tls.pem"), "no PEM");
        Map<String, String> tls = new HashMap<>(Map.of(
                "STEAD_TLS", "mutual",
                "STEAD_TLS_CERTIFICATE", file.toString(),
                "STEAD_TLS_KEY", file.toString(),
                "STEAD_TLS_TRUST", file.toString()));

        assertThat(run(tls)).isEqualTo(78);
        assertThat(line()).contains("STEAD_TLS_CERTIFICATE", "STEAD_TLS_KEY", "must be PEM");

        printed.reset();
        tls.put("STEAD_TLS_KEY", "/no/such.pem");
        assertThat(run(tls)).isEqualTo(78);
        assertThat(line()).contains("STEAD_TLS_KEY names /no/such.pem, which does not exist");

        printed.reset();
        tls.remove("STEAD_TLS_KEY");
        assertThat(run(tls)).isEqualTo(78);
        assertThat(line()).contains("STEAD_TLS_KEY is not set");
    }

    @Test
    void aMessageOfSeveralLinesIsPrintedAsOne() {
        assertThat(run(
                        Map.of("STEAD_A", "two\nlines"),
                        settings -> settings.flag("STEAD_A", true, "doc"),
                        (_, _) -> {}))
                .isEqualTo(78);

        assertThat(line()).isEqualTo("stead: STEAD_A must be true or false, but is \"two lines\" (default true).");
    }

    @Test
    void whatIsUnexpectedIsRethrownAfterClosing() {
        List<String> closed = new ArrayList<>();

        assertThatIllegalStateException()
                .isThrownBy(() -> run(Map.of(), settings -> TlsConfig.plaintext("x"), (_, lifecycle) -> {
                    lifecycle.own(() -> closed.add("all"));
                    throw new IllegalStateException("a bug");
                }));

        assertThat(closed).containsExactly("all");
        assertThat(printed.size()).isZero();
    }
}

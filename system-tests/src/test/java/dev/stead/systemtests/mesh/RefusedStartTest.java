package dev.stead.systemtests.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.MatcherMain;
import dev.stead.mesh.ServiceMain;
import dev.stead.payment.PaymentMain;
import dev.stead.task.TaskMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A service that is configured wrongly, as the person sees it who started it: a process, its standard error and its exit code. */
class RefusedStartTest {
    @TempDir
    Path folder;

    @Test
    void aWrongValueIsOneLineOfEachService() throws Exception {
        for (Class<?> main : List.of(MatcherMain.class, TaskMain.class, PaymentMain.class)) {
            assertThat(refusal(main, Map.of("STEAD_PORT", "seven")))
                    .startsWith(
                            "stead: STEAD_PORT must be a whole number from 0 to 65535, but is \"seven\" (default 71");
        }
    }

    @Test
    void missingKeysAreOneLine() throws Exception {
        assertThat(refusal(MatcherMain.class, Map.of())).startsWith("stead: STEAD_TEMPLATE_KEK_FILE is not set");
        assertThat(refusal(TaskMain.class, Map.of())).startsWith("stead: STEAD_ASSERTION_JWKS_FILE is not set");
        assertThat(refusal(
                        MatcherMain.class,
                        Map.of(
                                "STEAD_TEMPLATE_KEK_FILE",
                                "/no/such.json",
                                "STEAD_ASSERTION_KEY_FILE",
                                "/no/such.json")))
                .startsWith("stead: STEAD_TEMPLATE_KEK_FILE names /no/such.json, which cannot be read");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsOneLine() throws Exception {
        assertThat(refusal(PaymentMain.class, Map.of("STEAD_DATABASE_URL", "postgresql://localhost:1/payment")))
                .startsWith(
                        "stead: PostgreSQL is not available (SQLSTATE 08001). Check that the server of STEAD_DATABASE_URL");
    }

    /** As where /tmp is mounted noexec, which hardened hosts do: nothing can be written to /proc, by nobody. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderOfTemporaryFilesThatRunsNothingIsOneLine() throws Exception {
        assertThat(refusal(PaymentMain.class, Map.of(), "-Djava.io.tmpdir=/proc"))
                .startsWith("stead: SQLite's library cannot be run from the folder of temporary files, /proc: it is")
                .contains("-Djava.io.tmpdir=FOLDER");
    }

    /** Starts a service and waits for its end. The one line that it printed. */
    private String refusal(Class<?> main, Map<String, String> changes, String... flags)
            throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        Map<String, String> settings = new HashMap<>(Map.of(
                "STEAD_TLS", "plaintext", "STEAD_DATABASE_URL", "sqlite:" + folder.resolve("x.db"), "STEAD_PORT", "0"));
        settings.putAll(changes);
        Process process = ServiceCommand.of(main, settings, printed, flags).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as("%s", main).isEqualTo(ServiceMain.EX_CONFIG);
        List<String> lines = Files.readAllLines(printed);
        assertThat(lines).as("%s", main).hasSize(1);
        return lines.getFirst();
    }
}

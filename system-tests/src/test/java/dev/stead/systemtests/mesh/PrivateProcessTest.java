package dev.stead.systemtests.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.payment.PaymentMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What another user or program of the machine learns of a running service. Every service starts by the same main method. */
@EnabledOnOs(OS.LINUX)
class PrivateProcessTest {
    @TempDir
    Path folder;

    @Test
    void filesAreTheServicesOwnAndItsMemoryIsNotDumped() throws Exception {
        Path data = folder.resolve("data");
        Process process = ServiceCommand.of(
                        PaymentMain.class,
                        Map.of(
                                "STEAD_TLS", "plaintext",
                                "STEAD_HOST", "127.0.0.1",
                                "STEAD_PORT", "0",
                                "STEAD_OPS_PORT", "0",
                                "STEAD_DATABASE_URL", "sqlite:" + data.resolve("payment.db")),
                        folder.resolve("unused"))
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        try (BufferedReader printed = process.inputReader()) {
            assertThat(printed.lines().anyMatch(line -> line.contains("listening")))
                    .as("the service started")
                    .isTrue();
            assertThat(rightsOfOthers(data)).as("files that others may read").isEmpty();
            assertThat(limits(process)).anyMatch(line -> line.matches("Max core file size +0 +0 +bytes *"));
            // Of a process that may not be dumped, everything in /proc is root's.
            assertThat(Files.getOwner(Path.of("/proc", Long.toString(process.pid()), "mem"))
                            .getName())
                    .isEqualTo("root");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static List<Path> rightsOfOthers(Path data) throws IOException {
        try (Stream<Path> made = Files.walk(data)) {
            return made.filter(PrivateProcessTest::mayOthers).toList();
        }
    }

    private static boolean mayOthers(Path path) {
        try {
            return !PosixFilePermissions.fromString("rwx------").containsAll(Files.getPosixFilePermissions(path));
        } catch (IOException gone) {
            return false;
        }
    }

    private static List<String> limits(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "limits"));
    }
}

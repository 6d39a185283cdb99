package dev.stead.systemtests.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The folder that all modules are in, and the commands that are run there. */
final class Repository {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Repository() {}

    /** What the command printed; its errors are in the exception if it fails. */
    static String run(Map<String, String> environment, List<String> command, long seconds) {
        try {
            Path errors = Files.createTempFile("stead-command", ".err");
            Path output = Files.createTempFile("stead-command", ".out");
            try {
                var builder = new ProcessBuilder(command)
                        .directory(ROOT.toFile())
                        .redirectError(errors.toFile())
                        .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroy();
                    throw new AssertionError(
                            command + " took longer than " + seconds + " s\n" + Files.readString(errors));
                }
                if (process.exitValue() != 0) {
                    throw new AssertionError(
                            command + " failed:\n" + Files.readString(errors) + Files.readString(output));
                }
                return Files.readString(output);
            } finally {
                Files.delete(errors);
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new AssertionError("Cannot run " + command.getFirst() + ": is it installed? (docs/operate.md)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command + " was interrupted", e);
        }
    }

    static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new AssertionError("Cannot read " + file, e);
        }
    }
}

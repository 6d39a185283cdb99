package dev.stead.systemtests.mesh;

import java.nio.file.Path;
import java.util.Map;

/** Starts a service as a process of its own: its main class, on the class path of the tests. */
final class ServiceCommand {
    private ServiceCommand() {}

    /** @param settings all of them: none is inherited from the tests */
    static ProcessBuilder of(Class<?> main, Map<String, String> settings, Path printed) {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // The services' own, not one of the tests' on this class path.
                "-Dlogback.configurationFile=logback.xml",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        builder.environment().keySet().removeIf(key -> key.startsWith("STEAD_"));
        builder.environment().putAll(settings);
        return builder.redirectErrorStream(true).redirectOutput(printed.toFile());
    }
}

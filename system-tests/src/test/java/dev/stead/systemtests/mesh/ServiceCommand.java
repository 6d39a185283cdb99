package dev.stead.systemtests.mesh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts a service as a process of its own: its main class, on the class path of the tests. */
final class ServiceCommand {
    private ServiceCommand() {}

    /**
     * The command, to be started.
     *
     * @param settings all of them: none is inherited from the tests
     * @param flags further ones of the JVM
     */
    static ProcessBuilder of(Class<?> main, Map<String, String> settings, Path printed, String... flags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // The services' own, not one of the tests' on this class path.
                "-Dlogback.configurationFile=logback.xml",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(flags));
        command.add(main.getName());
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("STEAD_"));
        builder.environment().putAll(settings);
        return builder.redirectErrorStream(true).redirectOutput(printed.toFile());
    }
}

package dev.stead.terminal.cli;

import dev.stead.mesh.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the services are and who we are. Each option is another way to write a STEAD_* variable, and wins over it. */
final class ConnectOptions {
    @Option(
            names = "--matcher",
            paramLabel = "HOST:PORT",
            description = "the matcher (STEAD_MATCHER_ADDRESS; localhost:7101)")
    private @Nullable String matcher;

    @Option(
            names = "--task",
            paramLabel = "HOST:PORT",
            description = "the task service (STEAD_TASK_ADDRESS; localhost:7102)")
    private @Nullable String task;

    @Option(
            names = "--identity",
            paramLabel = "FOLDER",
            description =
                    "folder with certificate.pem, key.pem, trust.pem (STEAD_TLS_CERTIFICATE, STEAD_TLS_KEY, STEAD_TLS_TRUST)")
    private @Nullable String identity;

    @Option(
            names = "--plaintext",
            paramLabel = "PATH",
            description = "no TLS; be terminal/ID or operator/ID (STEAD_TLS=plaintext, STEAD_PLAINTEXT_PEER)")
    private @Nullable String plaintext;

    @Option(names = "--gallery", paramLabel = "ID", description = "the gallery (STEAD_GALLERY; people)")
    private @Nullable String gallery;

    /** The settings, {@code {n}} in who we are replaced by {@code number}. */
    Settings settings(Map<String, String> environment, int number) {
        Map<String, String> values = new HashMap<>(environment);
        put(values, "STEAD_MATCHER_ADDRESS", matcher);
        put(values, "STEAD_TASK_ADDRESS", task);
        put(values, "STEAD_GALLERY", gallery);
        if (identity != null) {
            String folder = numbered(identity, number);
            values.put("STEAD_TLS_CERTIFICATE", folder + "/certificate.pem");
            values.put("STEAD_TLS_KEY", folder + "/key.pem");
            values.put("STEAD_TLS_TRUST", folder + "/trust.pem");
        }
        if (plaintext != null) {
            values.put("STEAD_TLS", "plaintext");
            values.put("STEAD_PLAINTEXT_PEER", numbered(plaintext, number));
        }
        return Settings.of(values);
    }

    /** As the settings write it: "500ms", "8s", "5m". */
    static Duration duration(String text) {
        return Settings.of(Map.of("STEAD_DURATION", text)).duration("STEAD_DURATION", Duration.ZERO, "");
    }

    private static String numbered(String text, int number) {
        return text.replace("{n}", Integer.toString(number));
    }

    private static void put(Map<String, String> values, String key, @Nullable String value) {
        if (value != null) {
            values.put(key, value);
        }
    }
}

package dev.stead.terminal.cli;

import dev.stead.mesh.Settings;
import dev.stead.mesh.security.DeviceKeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The services' addresses and the caller's identity. Each option takes precedence over the {@code STEAD_*} variable that it stands for. */
final class ConnectOptions {
    @Option(
            names = "--matcher",
            paramLabel = "HOST:PORT",
            description = "address of the matcher (STEAD_MATCHER_ADDRESS, by default localhost:7101)")
    private @Nullable String matcher;

    @Option(
            names = "--task",
            paramLabel = "HOST:PORT",
            description = "address of the task service (STEAD_TASK_ADDRESS, by default localhost:7102)")
    private @Nullable String task;

    @Option(
            names = "--identity",
            paramLabel = "FOLDER",
            description = {
                "folder with certificate.pem, key.pem and trust.pem (STEAD_TLS_CERTIFICATE, STEAD_TLS_KEY, STEAD_TLS_TRUST), and for a",
                "terminal device-key.json, the key of its capture device (STEAD_DEVICE_KEY)"
            })
    private @Nullable String identity;

    @Option(
            names = "--plaintext",
            paramLabel = "PATH",
            description = "no TLS: call as terminal/ID or operator/ID (STEAD_TLS=plaintext, STEAD_PLAINTEXT_PEER)")
    private @Nullable String plaintext;

    @Option(
            names = "--gallery",
            paramLabel = "ID",
            description = "the gallery to search (STEAD_GALLERY, by default people)")
    private @Nullable String gallery;

    /** The settings; {@code {n}} in the caller's identity is replaced by {@code number}. */
    Settings settings(Map<String, String> variables, int number) {
        Map<String, String> values = new HashMap<>(variables);
        put(values, "STEAD_MATCHER_ADDRESS", matcher);
        put(values, "STEAD_TASK_ADDRESS", task);
        put(values, "STEAD_GALLERY", gallery);
        if (identity != null) {
            String folder = numbered(identity, number);
            values.put("STEAD_TLS_CERTIFICATE", folder + "/certificate.pem");
            values.put("STEAD_TLS_KEY", folder + "/key.pem");
            values.put("STEAD_TLS_TRUST", folder + "/trust.pem");
            Path device = Path.of(folder, DeviceKeyFile.NAME);
            if (Files.exists(device)) {
                values.putIfAbsent("STEAD_DEVICE_KEY", device.toString());
            }
        }
        if (plaintext != null) {
            values.put("STEAD_TLS", "plaintext");
            values.put("STEAD_PLAINTEXT_PEER", numbered(plaintext, number));
        }
        return Settings.of(values);
    }

    /** A duration as settings are written: {@code 500ms}, {@code 8s}, {@code 5m}. */
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

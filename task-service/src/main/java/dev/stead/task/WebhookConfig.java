package dev.stead.task;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.TextFile;
import dev.stead.task.webhook.WebhookSignature;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Where notifications are posted, and how that is signed. */
record WebhookConfig(URI receiver, WebhookSignature signature) {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Empty if no receiver is set. */
    static Optional<WebhookConfig> from(Settings settings) {
        Optional<String> url = settings.optional(
                "STEAD_WEBHOOK_URL", "https address to which every notification is posted; without it none is");
        Optional<Path> secret = settings.file(
                "STEAD_WEBHOOK_SECRET_FILE",
                "a file whose first line, of at least 32 characters, signs what is posted");
        return url.map(address -> new WebhookConfig(receiver(address), signature(secret)));
    }

    private static URI receiver(String address) {
        try {
            URI uri = URI.create(address);
            boolean local = "http".equals(uri.getScheme()) && THIS_MACHINE.contains(String.valueOf(uri.getHost()));
            if (local || ("https".equals(uri.getScheme()) && uri.getHost() != null)) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // The same answer: an address may hold a secret, so it is not repeated.
        }
        throw new SettingsException(
                "STEAD_WEBHOOK_URL must be an https address (http for this machine only), such as https://push.example/stead");
    }

    private static WebhookSignature signature(Optional<Path> file) {
        try {
            Path secret = file.orElseThrow(() ->
                    new SettingsException("STEAD_WEBHOOK_SECRET_FILE is not set: STEAD_WEBHOOK_URL needs it to sign"));
            return new WebhookSignature(TextFile.firstLine(secret).getBytes(StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException useless) {
            throw new SettingsException(
                    "STEAD_WEBHOOK_SECRET_FILE must hold a line of at least 32 characters in UTF-8, such as of"
                            + " 'openssl rand -hex 32'");
        }
    }
}

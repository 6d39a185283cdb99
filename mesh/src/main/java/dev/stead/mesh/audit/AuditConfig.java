package dev.stead.mesh.audit;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.security.TlsConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a service's audit log.
 *
 * @param service its name, such as {@code task}
 * @param key a private Ed25519 JWK that signs checkpoints; without one there are none
 * @param peers the other services whose checkpoints this one remembers, by their names
 * @param given digests of all settings that the service is given, by their keys; a value may be a secret, and records are printed
 */
public record AuditConfig(
        String service, Optional<Path> key, Map<String, ChannelConfig> peers, Map<String, String> given) {
    static final String KEY_SETTING = "STEAD_AUDIT_KEY_FILE";
    private static final String PEERS_SETTING = "STEAD_AUDIT_PEERS";

    public AuditConfig {
        peers = Map.copyOf(peers);
        given = Map.copyOf(given);
    }

    public static AuditConfig from(Settings settings, String service) {
        return new AuditConfig(
                service,
                settings.file(
                        KEY_SETTING,
                        "a private Ed25519 JWK that signs checkpoints of the audit log; without it there are none"),
                peers(settings),
                UsedSettings.digests(settings.given()));
    }

    private static Map<String, ChannelConfig> peers(Settings settings) {
        var peers = new TreeMap<String, ChannelConfig>();
        settings.optional(
                        PEERS_SETTING,
                        "services whose checkpoints are remembered, as matcher=host:port,payment=host:port")
                .ifPresent(list -> {
                    for (String each : list.split(",", -1)) {
                        String[] parts = each.strip().split("=", -1);
                        if (parts.length != 2 || !parts[0].matches("matcher|task|payment") || !isAddress(parts[1])) {
                            throw new SettingsException(PEERS_SETTING
                                    + " must be matcher, task or payment, each with = and host:port, separated by"
                                    + " commas, but has \"" + each.strip() + "\".");
                        }
                        peers.put(
                                parts[0], ChannelConfig.of(parts[1], TlsConfig.from(settings), "service/" + parts[0]));
                    }
                });
        return peers;
    }

    private static boolean isAddress(String text) {
        return text.matches("[^\\s/:]+:[0-9]{1,5}|\\[[0-9A-Fa-f:]+]:[0-9]{1,5}");
    }

    /** The name of the log, as checkpoints state it. */
    String origin() {
        return "stead/" + service;
    }
}

package dev.stead.standalone;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.stead.matcher.Matcher;
import dev.stead.mesh.capture.DeviceKey;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.DevelopmentCa;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.mesh.security.DeviceKeyFile;
import dev.stead.mesh.security.EncryptionKeys;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.terminal.TerminalConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a mesh on one machine: certificates, keys, people's tokens and databases. Each is created when it is first needed.
 * Thread-safe.
 */
final class Home {
    private static final String TRUST_DOMAIN = "stead";
    private static final Duration TOKEN_LIFE = Duration.ofDays(7);

    private final Path folder;
    private final DevelopmentCa authority;
    private final DevelopmentIssuer issuer;
    private final AssertionKeys assertionKeys;

    @GuardedBy("this")
    private final Map<String, TlsConfig> identities = new HashMap<>();

    /** One object a device: it holds the counter. */
    @GuardedBy("this")
    private final Map<String, DeviceKey> devices = new HashMap<>();

    private Home(Path folder, InstantSource clock) {
        this.folder = folder;
        this.authority = DevelopmentCa.open(folder.resolve("tls"), TRUST_DOMAIN, clock);
        this.issuer = DevelopmentIssuer.open(folder.resolve("keys"), clock);
        this.assertionKeys = AssertionKeys.open(folder.resolve("keys"));
    }

    /** The home in a folder. A new folder is closed to everybody else: it will hold keys, tokens and databases. */
    static Home open(Path folder, InstantSource clock) {
        Path home = folder.toAbsolutePath().normalize();
        if (!Files.exists(home)) {
            try {
                var owner = PosixFilePermissions.fromString("rwx------");
                Files.createDirectories(home, PosixFilePermissions.asFileAttribute(owner));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot create " + home, e);
            }
        }
        return new Home(home, clock);
    }

    /** The certificate, key and trust of an identity, such as {@code terminal/till-1}. */
    synchronized TlsConfig identity(String identity) {
        TlsConfig known = identities.get(identity);
        if (known == null) {
            known = authority.issue(identity);
            identities.put(identity, known);
        }
        return known;
    }

    /** The key of a terminal's capture device, beside the terminal's certificate. */
    synchronized DeviceKey device(String terminalId) {
        return devices.computeIfAbsent(
                terminalId,
                id -> DeviceKeyFile.open(
                        folder.resolve("tls").resolve("terminal-" + id).resolve(DeviceKeyFile.NAME), id));
    }

    /** A new bearer token of a person, valid for seven days. */
    String token(String subjectId) {
        return issuer.token(subjectId, TOKEN_LIFE);
    }

    /** Writes a new token to the folder {@code tokens}, for its owner alone. */
    void writeToken(String subjectId) {
        issuer.writeToken(folder.resolve("tokens").resolve(subjectId), subjectId, TOKEN_LIFE);
    }

    /** The settings of the matcher, as for a process of its own. */
    Map<String, String> matcherSettings(Ports ports, Addresses mesh) {
        Path kek = folder.resolve("keys").resolve("template-kek.json");
        Matcher.createTemplateKey(kek);
        Map<String, String> settings = settings("matcher", ports.matcher(), mesh);
        settings.put("STEAD_ASSERTION_KEY_FILE", assertionKeys.privateKey().toString());
        settings.put("STEAD_TEMPLATE_KEK_FILE", kek.toString());
        settings.put("STEAD_TASK_ADDRESS", mesh.tasks());
        // Its tills look at files.
        settings.put("STEAD_REPEATED_CAPTURES", "count");
        settings.put(
                "STEAD_ASSERTION_ENCRYPTION_KEY_FILE", assertionEncryption().toString());
        return settings;
    }

    /** The settings of the task service, as for a process of its own. */
    Map<String, String> taskSettings(Ports ports, Addresses mesh) {
        Map<String, String> settings = settings("task", ports.task(), mesh);
        settings.put("STEAD_PAYMENT_ADDRESS", mesh.payment());
        settings.put("STEAD_ASSERTION_JWKS_FILE", assertionKeys.publicKeys().toString());
        settings.put(
                "STEAD_ASSERTION_ENCRYPTION_KEY_FILE", assertionEncryption().toString());
        // A key of its own: statements of the matcher and of the task service must not be mistaken for each other.
        AssertionKeys evidenceKeys = AssertionKeys.open(folder.resolve("keys").resolve("evidence"));
        settings.put("STEAD_EVIDENCE_KEY_FILE", evidenceKeys.privateKey().toString());
        return settings;
    }

    /** The settings of the payment adapter, as for a process of its own. */
    Map<String, String> paymentSettings(Ports ports, Addresses mesh) {
        return settings("payment", ports.payment(), mesh);
    }

    private Path assertionEncryption() {
        Path file = folder.resolve("keys").resolve("assertion-encryption-keys.json");
        EncryptionKeys.createIfAbsent(file);
        return file;
    }

    private Map<String, String> settings(String service, int port, Addresses mesh) {
        var tls = (TlsConfig.Mutual) identity("service/" + service);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("STEAD_HOST", "127.0.0.1");
        settings.put("STEAD_PORT", String.valueOf(port));
        settings.put("STEAD_OPS_PORT", String.valueOf(port == 0 ? 0 : port + Ports.OPS_OFFSET));
        settings.put("STEAD_TRUST_DOMAIN", TRUST_DOMAIN);
        settings.put("STEAD_TLS_CERTIFICATE", tls.certificate().toString());
        settings.put("STEAD_TLS_KEY", tls.key().toString());
        settings.put("STEAD_TLS_TRUST", tls.trust().toString());
        settings.putAll(new TreeMap<>(issuer.settings()));
        AssertionKeys auditKeys = AssertionKeys.open(folder.resolve("keys").resolve("audit-" + service));
        settings.put("STEAD_AUDIT_KEY_FILE", auditKeys.privateKey().toString());
        // Whoever changes one service's log does not change what the other two remember of it. On free ports nobody
        // knows where they are.
        if (port != 0) {
            settings.put("STEAD_AUDIT_PEERS", peers(service, mesh));
        }
        settings.put("STEAD_DATABASE_URL", "sqlite:" + folder.resolve("data").resolve(service + ".db"));
        return settings;
    }

    private static String peers(String service, Addresses mesh) {
        var all = new TreeMap<>(Map.of("matcher", mesh.matcher(), "task", mesh.tasks(), "payment", mesh.payment()));
        return all.entrySet().stream()
                .filter(peer -> !peer.getKey().equals(service))
                .map(peer -> peer.getKey() + "=" + peer.getValue())
                .collect(Collectors.joining(","));
    }

    /** Of a terminal with its own capture device. */
    TerminalConfig terminal(String galleryId, String terminalId) {
        Path journal = folder.resolve("journal").resolve(terminalId + ".journal");
        return new TerminalConfig(galleryId, journal).capturingWith(device(terminalId));
    }
}

import dev.stead.matcher.storage.TemplateKeys;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.DevelopmentCa;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.mesh.security.EncryptionKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes every Secret that the manifests name, for a trial on one machine: {@code java -cp 'standalone/target/app/*'
 * k8s/DevelopmentSecrets.java FOLDER}. In the folder are then {@code secrets}, one file each, and for callers the development CA in
 * {@code tls} and the keys in {@code keys}. In production the operator's own CA and key management make them: docs/operate.md.
 */
final class DevelopmentSecrets {
    private static final List<String> SERVICES = List.of("matcher", "task", "payment");

    private DevelopmentSecrets() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        InstantSource clock = InstantSource.system();
        var authority = DevelopmentCa.open(folder.resolve("tls"), "stead", clock);
        Path keys = folder.resolve("keys");
        DevelopmentIssuer people = DevelopmentIssuer.open(keys, clock);
        AssertionKeys assertion = AssertionKeys.open(keys);
        Path templateKek = keys.resolve("template-kek.json");
        TemplateKeys.createIfAbsent(templateKek);
        Path assertionEncryption = keys.resolve("assertion-encryption-keys.json");
        EncryptionKeys.createIfAbsent(assertionEncryption);

        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        for (String service : SERVICES) {
            authority.issue("service/" + service);
            Path own = folder.resolve("tls").resolve("service-" + service);
            write(
                    secrets,
                    service + "-tls",
                    Map.of(
                            "tls.crt", own.resolve("certificate.pem"),
                            "tls.key", own.resolve("key.pem"),
                            "ca.crt", own.resolve("trust.pem")));
        }
        write(
                secrets,
                "matcher-keys",
                Map.of(
                        "template-kek.json", templateKek,
                        "assertion-key.json", assertion.privateKey(),
                        "assertion-encryption-keys.json", assertionEncryption,
                        "audit-key.json", auditKey(keys, "matcher")));
        Path evidence = keys.resolve("evidence-key.json");
        if (!Files.exists(evidence)) {
            Files.copy(AssertionKeys.open(folder.resolve("evidence")).privateKey(), evidence, StandardCopyOption.COPY_ATTRIBUTES);
        }
        write(secrets, "people-keys", Map.of("person-id-key", people.personIdKey()));
        write(
                secrets,
                "task-keys",
                Map.of(
                        "evidence-key.json", evidence,
                        "assertion-encryption-keys.json", assertionEncryption,
                        "audit-key.json", auditKey(keys, "task")));
        write(secrets, "payment-keys", Map.of("audit-key.json", auditKey(keys, "payment")));
        write(
                secrets,
                "verification-keys",
                Map.of("people-jwks.json", people.jwks(), "assertion-jwks.json", assertion.publicKeys()));
    }

    /** Another one for each service: who holds one of them signs no other service's log. */
    private static Path auditKey(Path keys, String service) {
        return AssertionKeys.open(keys.resolve("audit-" + service)).privateKey();
    }

    private static void write(Path folder, String name, Map<String, Path> files) throws IOException {
        var yaml = new StringBuilder("apiVersion: v1\nkind: Secret\nmetadata:\n  name: " + name + "\n  namespace: stead\ndata:\n");
        for (var file : new TreeMap<>(files).entrySet()) {
            String content = Base64.getEncoder().encodeToString(Files.readAllBytes(file.getValue()));
            yaml.append("  ").append(file.getKey()).append(": ").append(content).append('\n');
        }
        Path target = folder.resolve(name + ".yaml");
        Files.deleteIfExists(target);
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(target, yaml);
    }
}

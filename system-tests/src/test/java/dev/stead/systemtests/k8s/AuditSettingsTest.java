package dev.stead.systemtests.k8s;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.audit.AuditConfig;
import dev.stead.standalone.StandaloneMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However Stead is installed, each service signs its audit log with a key of its own, and the other two remember what it signed. */
class AuditSettingsTest {
    private static final List<String> SERVICES = List.of("matcher", "payment", "task");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "postgres", "podman"})
    void everyServiceOfAnOverlaySignsItsLogAndRemembersTheOthers(String overlay) {
        Map<String, Map<String, String>> services = ServiceSettings.all(Manifests.rendered(overlay));
        signsAndRemembers(services, overlay.equals("podman") ? peer -> "127.0.0.1" : peer -> peer);
        assertThat(services.values())
                .extracting(it -> it.get("STEAD_AUDIT_KEY_FILE"))
                .containsOnly("/etc/stead/keys/audit-key.json");
    }

    /** The path is the same in every pod; what lies there is not. */
    @Test
    void theDevelopmentSecretsHoldAnotherKeyForEachService() {
        String _ = Repository.run(
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "k8s/DevelopmentSecrets.java",
                        folder.toString()),
                120);

        List<String> keys = SERVICES.stream()
                .map(service -> read(folder.resolve("secrets/" + service + "-keys.yaml"))
                        .lines()
                        .filter(line -> line.startsWith("  audit-key.json: "))
                        .findFirst()
                        .orElse("none"))
                .toList();
        assertThat(keys).doesNotContain("none").doesNotHaveDuplicates();
        for (String overlay : List.of("embedded", "postgres", "podman")) {
            assertThat(Manifests.rendered(overlay).workloads())
                    .allSatisfy(it -> assertThat(it.template().getSpec().getVolumes())
                            .filteredOn(volume -> volume.getName().equals("keys"))
                            .extracting(volume -> volume.getSecret().getSecretName())
                            .containsExactly(it.name() + "-keys"));
        }
    }

    /** Its files are those of the unit of systemd too, and {@code ./stead up} makes its settings in the same way. */
    @Test
    void everyServiceOfAHomeSignsItsLogAndRemembersTheOthersWhereverTheyAre() {
        Path home = folder.resolve("home");
        assertThat(StandaloneMain.run(
                        "home",
                        "--home",
                        home.toString(),
                        "--matcher",
                        "matcher.example:31201",
                        "--task",
                        "task.example:31202",
                        "--payment",
                        "payment.example:31203"))
                .isZero();

        Map<String, Map<String, String>> services = SERVICES.stream()
                .collect(Collectors.toMap(
                        service -> service,
                        service -> read(home.resolve(service + ".env"))
                                .lines()
                                .map(line -> line.split("=", 2))
                                .collect(Collectors.toMap(each -> each[0], each -> each[1].replace("\"", "")))));
        signsAndRemembers(services, peer -> peer + ".example");
        assertThat(services.values())
                .extracting(it -> it.get("STEAD_AUDIT_KEY_FILE"))
                .doesNotHaveDuplicates()
                .allSatisfy(key -> assertThat(Path.of(requireNonNull(key))).isRegularFile());
        assertThat(Repository.read("systemd/stead@.service")).contains("EnvironmentFile=/etc/stead/%i.env\n");
    }

    /** @param host where each peer is, by its name */
    private static void signsAndRemembers(Map<String, Map<String, String>> services, UnaryOperator<String> host) {
        assertThat(services).containsOnlyKeys(SERVICES);
        services.forEach((service, settings) -> {
            AuditConfig audit = AuditConfig.from(ServiceSettings.settings(settings), service);
            var others = new ArrayList<>(SERVICES);
            others.remove(service);
            assertThat(audit.key()).describedAs("the key of %s", service).isPresent();
            Map<String, String> peers = new HashMap<>();
            audit.peers().forEach((peer, channel) -> peers.put(peer, channel.address()));
            assertThat(peers)
                    .describedAs("the peers of %s", service)
                    .isEqualTo(others.stream()
                            .collect(Collectors.toMap(
                                    peer -> peer,
                                    peer -> host.apply(peer) + ":"
                                            + requireNonNull(services.get(peer)).get("STEAD_PORT"))));
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }
}

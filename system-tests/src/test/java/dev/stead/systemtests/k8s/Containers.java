package dev.stead.systemtests.k8s;

import static java.util.Objects.requireNonNull;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.DevelopmentCa;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.terminal.ServiceChannels;
import io.grpc.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The three services as containers of the overlay {@code podman}, on this machine. Owns them: closing stops and removes them. */
final class Containers implements AutoCloseable {
    private static final String FOLDER = "target/containers";
    private static final long START_SECONDS = 600;

    private final Lifecycle lifecycle = new Lifecycle();
    private final Map<String, Map<String, String>> settings;
    private final DevelopmentCa authority;
    private final DevelopmentIssuer issuer;

    private Containers(Map<String, Map<String, String>> settings) {
        this.settings = settings;
        Path folder = Repository.ROOT.resolve(FOLDER);
        this.authority = DevelopmentCa.open(folder.resolve("tls"), "stead", InstantSource.system());
        this.issuer = DevelopmentIssuer.open(folder.resolve("keys"), InstantSource.system());
    }

    /** Makes the images of what was built, and starts them. */
    static Containers start() {
        Map<String, String> java = Map.of("JAVA_HOME", System.getProperty("java.home"));
        System.Logger log = System.getLogger(Containers.class.getName());
        log.log(System.Logger.Level.INFO, Repository.run(java, List.of("k8s/images.sh"), START_SECONDS));
        Map<String, Map<String, String>> settings = ServiceSettings.all(Manifests.rendered("podman"));
        log.log(System.Logger.Level.INFO, Repository.run(java, List.of("k8s/try.sh", "up", FOLDER), START_SECONDS));
        return new Containers(settings);
    }

    /** Channels with the identity of somebody, such as {@code terminal/till-1}. */
    ServiceChannels as(String path) {
        return new ServiceChannels(channel(path, "matcher"), channel(path, "task"), channel(path, "payment"));
    }

    private Channel channel(String path, String service) {
        String address = "127.0.0.1:" + requireNonNull(settings.get(service)).get("STEAD_PORT");
        var channel = Channels.open(ChannelConfig.of(address, authority.issue(path), "service/" + service));
        lifecycle.own(channel::shutdownNow);
        return channel;
    }

    String token(String subjectId) {
        return issuer.token(subjectId, Duration.ofHours(1));
    }

    /** The names of all that the three measure. */
    Set<String> metrics() {
        var names = new HashSet<String>();
        for (var service : settings.values()) {
            String address = "http://127.0.0.1:" + service.get("STEAD_OPS_PORT") + "/metrics";
            Repository.run(Map.of(), List.of("curl", "-sf", address), 30)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        }
        return names;
    }

    String logs(String service) {
        return Repository.run(Map.of(), List.of("k8s/try.sh", "logs", service), 60);
    }

    /** What podman prints. */
    String podman(String... words) {
        var command = new ArrayList<>(List.of("k8s/try.sh", "podman"));
        command.addAll(List.of(words));
        return Repository.run(Map.of(), command, 120);
    }

    @Override
    public void close() {
        lifecycle.close();
        String _ = Repository.run(Map.of(), List.of("k8s/try.sh", "down"), 120);
    }
}

package dev.stead.systemtests.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.terminal.Confirmation;
import dev.stead.terminal.Identification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The images do the job that the services do, confined as the manifests say. Needs Linux and root; docs/operate.md. */
@DisabledIfSystemProperty(named = "containers", matches = "skip", disabledReason = "left out by -Dcontainers=skip")
class ContainerJourneyTest {
    private static final long SEED = 20_261_123;

    @Test
    void delegatePaysThroughContainersThatMayDoNothingElse(@TempDir Path folder) throws IOException {
        try (Containers containers = Containers.start()) {
            for (String service : List.of("matcher", "task", "payment")) {
                isConfined(containers, service);
                assertThat(containers.logs(service))
                        .as("a start from the image's cache")
                        .doesNotContain("[aot]");
            }
            var journey = new DeployedJourney(containers, SEED, folder.resolve("till-1.journal"));
            journey.prepare();
            assertThat(journey.stranger()).isInstanceOf(Identification.NotIdentified.class);
            assertThat(journey.run("order-1")).isInstanceOf(Confirmation.Done.class);
            assertThat(journey.shopCents()).isEqualTo(journey.priceCents());

            restart(containers);
            assertThat(journey.run("order-2")).isInstanceOf(Confirmation.Done.class);
            assertThat(journey.shopCents()).isEqualTo(2 * journey.priceCents());
            assertThat(journey.booksBalance()).isTrue();
            assertThat(journey.repeated()).isInstanceOf(Identification.NotIdentified.class);
            assertThat(alerted()).isNotEmpty().isSubsetOf(containers.metrics());
            journey.close();
        }
    }

    /** The measurements that the alerts speak of; Prometheus makes "up" itself. */
    private static Set<String> alerted() {
        String rules = Repository.read("k8s/monitoring/alerts.yaml");
        return Pattern.compile("\\b(stead|grpc|jvm|process)_[a-z_]+")
                .matcher(rules)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    /** Enrolments, tasks and money are on the volumes. */
    private static void restart(Containers containers) {
        for (String service : List.of("matcher", "task", "payment")) {
            String _ = Repository.run(Map.of(), List.of("k8s/try.sh", "restart", service), 120);
            assertThat(containers.logs(service)).contains("draining");
        }
        String _ = Repository.run(Map.of(), List.of("k8s/try.sh", "wait"), 120);
    }

    /** As the kernel sees it, not as a file says it. */
    private static void isConfined(Containers containers, String service) throws IOException {
        String container = service + "-pod-0-service";
        String pid = containers
                .podman("inspect", "--format", "{{.State.Pid}}", container)
                .strip();
        List<String> status = Files.readAllLines(Path.of("/proc", pid, "status"));
        assertThat(status)
                .contains("NoNewPrivs:\t1", "Seccomp:\t2")
                .anySatisfy(line -> assertThat(line).matches("Uid:(\\t10001){4}"))
                .anySatisfy(line -> assertThat(line).matches("CapEff:\\t0+"))
                .anySatisfy(line -> assertThat(line).matches("CapBnd:\\t0+"));
        assertThat(Files.readAllLines(Path.of("/proc", pid, "mountinfo")))
                .anySatisfy(line -> assertThat(line).contains(" / / ro,"));
        assertThat(containers
                        .podman("inspect", "--format", "{{.HostConfig.Memory}}", container)
                        .strip())
                .isNotEqualTo("0");
    }
}

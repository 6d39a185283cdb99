package dev.stead.systemtests.k8s;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stead.mesh.ServerConfig;
import dev.stead.mesh.Settings;
import dev.stead.systemtests.k8s.Manifests.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Row X17 of the guarantees, and that the manifests agree with each other. */
class RenderedManifestsTest {
    private static final List<String> SERVICES = List.of("matcher", "payment", "task");
    private static final List<Manifests> OVERLAYS =
            List.of(Manifests.rendered("embedded"), Manifests.rendered("postgres"));
    private static final Duration CLOSING = Duration.ofSeconds(10);

    static List<Manifests> overlays() {
        return OVERLAYS;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void noFieldIsUnknownToKubernetes(Manifests manifests) {
        assertThat(manifests.all())
                .flatMap(it -> UnknownFields.in(
                        it, it.getKind() + "/" + it.getMetadata().getName()))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void everyServiceIsThereOnce(Manifests manifests) {
        assertThat(manifests.workloads()).extracting(Workload::name).containsExactlyInAnyOrderElementsOf(SERVICES);
        assertThat(manifests.of(Service.class))
                .extracting(it -> it.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(SERVICES);
        assertThat(manifests.of(ServiceAccount.class))
                .extracting(it -> it.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(SERVICES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void everythingLivesInOneNamespaceThatRefusesPrivilegedPods(Manifests manifests) {
        Namespace namespace = manifests.one(Namespace.class, "stead");
        assertThat(namespace.getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        assertThat(manifests.all())
                .filteredOn(it -> !(it instanceof Namespace))
                .extracting(it -> it.getMetadata().getNamespace())
                .containsOnly("stead");
        assertThat(manifests.all())
                .extracting(HasMetadata::getMetadata)
                .allSatisfy(it -> assertThat(it.getLabels()).containsEntry("app.kubernetes.io/part-of", "stead"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void podsRunWithoutRootAndWithoutRights(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            var pod = workload.template().getSpec();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isGreaterThan(9_999);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getServiceAccountName()).isEqualTo(workload.name());
            assertThat(pod.getHostNetwork()).isNotEqualTo(true);
            assertThat(pod.getInitContainers()).isEmpty();
            var security = service(workload).getSecurityContext();
            assertThat(security.getReadOnlyRootFilesystem()).isTrue();
            assertThat(security.getAllowPrivilegeEscalation()).isFalse();
            assertThat(security.getPrivileged()).isNotEqualTo(true);
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(security.getCapabilities().getAdd()).isEmpty();
        }
    }

    /** A Service called stead-x would set STEAD_X_... variables, at which the services refuse to start. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void kubernetesSetsNoVariables(Manifests manifests) {
        assertThat(manifests.workloads())
                .allSatisfy(it -> assertThat(it.template().getSpec().getEnableServiceLinks())
                        .isFalse());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void podsHaveRequestsAndLimits(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            var resources = service(workload).getResources();
            assertThat(resources.getRequests()).containsOnlyKeys("cpu", "memory");
            assertThat(resources.getLimits()).containsOnlyKeys("cpu", "memory");
            assertThat(memory(resources.getRequests())).isLessThanOrEqualTo(memory(resources.getLimits()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void imagesNameTheVersionOfTheBuild(Manifests manifests) {
        String pom = Repository.read("pom.xml");
        String version = pom.substring(pom.indexOf("<version>") + "<version>".length(), pom.indexOf("</version>"));
        assertThat(manifests.workloads())
                .allSatisfy(it -> assertThat(service(it).getImage()).isEqualTo("stead/" + it.name() + ":" + version));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void probesAskTheOpsPort(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            assertThat(asks(service(workload).getStartupProbe())).isEqualTo("/livez at ops");
            assertThat(asks(service(workload).getLivenessProbe())).isEqualTo("/livez at ops");
            assertThat(asks(service(workload).getReadinessProbe())).isEqualTo("/readyz at ops");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void portsAreThoseOfTheSettings(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            Map<String, String> settings = settings(manifests, workload);
            assertThat(service(workload).getPorts())
                    .extracting(
                            ContainerPort::getName, it -> it.getContainerPort().toString())
                    .containsExactlyInAnyOrder(
                            tuple("grpc", settings.get("STEAD_PORT")), tuple("ops", settings.get("STEAD_OPS_PORT")));
            assertThat(manifests.one(Service.class, workload.name()).getSpec().getPorts())
                    .extracting(
                            ServicePort::getName,
                            it -> it.getTargetPort().getStrVal(),
                            it -> it.getPort().toString())
                    .containsExactlyInAnyOrder(
                            tuple("grpc", "grpc", settings.get("STEAD_PORT")),
                            tuple("ops", "ops", settings.get("STEAD_OPS_PORT")));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void selectorsFindTheirOwnPodsAndNoOthers(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            Service service = manifests.one(Service.class, workload.name());
            PodDisruptionBudget budget = manifests.one(PodDisruptionBudget.class, workload.name());
            assertThat(manifests.selectedBy(workload.selector())).containsExactly(workload);
            assertThat(manifests.selectedBy(service.getSpec().getSelector())).containsExactly(workload);
            assertThat(manifests.selectedBy(budget.getSpec().getSelector())).containsExactly(workload);
            assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void podsAreGivenTheTimeToDrain(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            Duration grace = Duration.ofSeconds(workload.template().getSpec().getTerminationGracePeriodSeconds());
            ServerConfig server = ServiceSettings.server(settings(manifests, workload));
            assertThat(server.drainDelay())
                    .describedAs("callers need to see that the pod leaves")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
            assertThat(grace)
                    .isGreaterThanOrEqualTo(
                            server.drainDelay().plus(server.drainLimit()).plus(CLOSING));
        }
    }

    /** Reads them as the service does: an unknown key or a value out of range is an exception that names it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void servicesAcceptTheirSettings(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            var reader = requireNonNull(ServiceSettings.READERS.get(workload.name()));
            Settings settings = ServiceSettings.settings(settings(manifests, workload));
            assertThat(reader.apply(settings)).isNotNull();
            settings.refuseUnknown();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void everyFileThatIsNamedLiesOnAVolume(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            var volumes = workload.template().getSpec().getVolumes();
            assertThat(service(workload).getVolumeMounts())
                    .extracting(VolumeMount::getName)
                    .containsAll(volumes.stream().map(it -> it.getName()).toList());
            List<String> folders = service(workload).getVolumeMounts().stream()
                    .map(VolumeMount::getMountPath)
                    .toList();
            assertThat(settings(manifests, workload)).allSatisfy((key, value) -> {
                String path = value.startsWith("sqlite:") ? value.substring("sqlite:".length()) : value;
                assertThat(!path.startsWith("/") || folders.stream().anyMatch(it -> path.startsWith(it + "/")))
                        .describedAs("%s=%s of %s", key, value, workload.name())
                        .isTrue();
            });
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void snapshotsOfTheIndexOutliveThePod(Manifests manifests) {
        Workload matcher = manifests.workloads().stream()
                .filter(it -> it.name().equals("matcher"))
                .findFirst()
                .orElseThrow();
        String folder = settings(manifests, matcher).getOrDefault("STEAD_SNAPSHOT_DIR", "data/snapshots");
        VolumeMount mount = service(matcher).getVolumeMounts().stream()
                .filter(it -> folder.startsWith(it.getMountPath() + "/"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(folder + " lies on no volume"));
        assertThat(mount.getReadOnly()).isNotEqualTo(true);
        var claims = Stream.concat(
                manifests.of(StatefulSet.class).stream()
                        .filter(it -> it.getMetadata().getName().equals("matcher"))
                        .flatMap(it -> it.getSpec().getVolumeClaimTemplates().stream())
                        .map(it -> it.getMetadata().getName()),
                matcher.template().getSpec().getVolumes().stream()
                        .filter(it -> it.getPersistentVolumeClaim() != null)
                        .filter(it -> manifests.one(
                                        PersistentVolumeClaim.class,
                                        it.getPersistentVolumeClaim().getClaimName())
                                != null)
                        .map(it -> it.getName()));
        assertThat(claims).contains(mount.getName());
    }

    /** What is restored with the store, or mounted for reading, cannot say who was erased since. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void theListOfErasuresHasAVolumeOfItsOwn(Manifests manifests) {
        Workload matcher = manifests.workloads().stream()
                .filter(it -> it.name().equals("matcher"))
                .findFirst()
                .orElseThrow();
        Map<String, String> settings = settings(manifests, matcher);
        String list = requireNonNull(settings.get("STEAD_ERASURES_FILE"));
        List<VolumeMount> mounts = service(matcher).getVolumeMounts().stream()
                .filter(it -> list.startsWith(it.getMountPath() + "/"))
                .toList();
        assertThat(mounts).extracting(VolumeMount::getReadOnly).containsExactly((Boolean) null);
        assertThat(settings.entrySet())
                .filteredOn(it -> !it.getKey().equals("STEAD_ERASURES_FILE"))
                .noneMatch(it -> it.getValue().contains(mounts.getFirst().getMountPath() + "/"));
        assertThat(matcher.template().getSpec().getVolumes())
                .filteredOn(it -> it.getName().equals(mounts.getFirst().getName()))
                .extracting(it -> it.getPersistentVolumeClaim().getClaimName())
                .allSatisfy(claim -> assertThat(manifests.one(PersistentVolumeClaim.class, claim))
                        .isNotNull())
                .hasSize(1);
    }

    @Test
    void theTaskServiceSignsEvidenceAndFindsItsWebhookSecret() {
        for (Manifests manifests : OVERLAYS) {
            Workload task = manifests.workloads().stream()
                    .filter(it -> it.name().equals("task"))
                    .findFirst()
                    .orElseThrow();
            assertThat(settings(manifests, task)).containsKey("STEAD_EVIDENCE_KEY_FILE");
            assertThat(task.template().getSpec().getVolumes())
                    .filteredOn(it -> it.getName().equals("keys"))
                    .extracting(it -> it.getSecret().getSecretName())
                    .containsExactly("task-keys");
            assertThat(Repository.read("docs/operate.md"))
                    .contains("STEAD_WEBHOOK_SECRET_FILE=/etc/stead/keys/webhook-secret");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void anEmbeddedStoreHasOneWriterAndAVolume(Manifests manifests) {
        for (StatefulSet set : manifests.of(StatefulSet.class)) {
            assertThat(set.getSpec().getReplicas()).isEqualTo(1);
            assertThat(set.getSpec().getServiceName())
                    .isEqualTo(set.getMetadata().getName());
            assertThat(set.getSpec().getVolumeClaimTemplates())
                    .extracting(it -> it.getMetadata().getName())
                    .containsExactly("data");
        }
        assertThat(manifests.of(Deployment.class)).hasSize(manifests.overlay().equals("embedded") ? 0 : 3);
    }

    private static Container service(Workload workload) {
        assertThat(workload.template().getSpec().getContainers()).hasSize(1);
        return workload.template().getSpec().getContainers().getFirst();
    }

    /** The variables that the pod's ConfigMap and its own list set; a Secret's value is not known here. */
    private static Map<String, String> settings(Manifests manifests, Workload workload) {
        return ServiceSettings.of(manifests, service(workload));
    }

    private static BigDecimal memory(Map<String, Quantity> resources) {
        return requireNonNull(resources.get("memory")).getNumericalAmount();
    }

    private static String asks(Probe probe) {
        return probe.getHttpGet().getPath() + " at "
                + probe.getHttpGet().getPort().getStrVal();
    }
}

package dev.stead.systemtests.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.systemtests.k8s.Manifests.Workload;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing talks to anything but by the flows that are written here. */
class NetworkPoliciesTest {
    private static final List<Manifests> OVERLAYS =
            List.of(Manifests.rendered("embedded"), Manifests.rendered("postgres"));

    static List<Manifests> overlays() {
        return OVERLAYS;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void everythingIsDeniedThatNoPolicyAllows(Manifests manifests) {
        var deny = manifests.one(NetworkPolicy.class, "default-deny").getSpec();
        assertThat(deny.getPodSelector().getMatchLabels()).isEmpty();
        assertThat(deny.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(deny.getIngress()).isEmpty();
        assertThat(deny.getEgress()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlays")
    void theseFlowsAndNoOthersAreOpen(Manifests manifests) {
        String gateway = "namespace stead.dev/gateway=true";
        String monitoring = "namespace stead.dev/monitoring=true";
        var flows = new TreeSet<>(Set.of(
                gateway + " -> matcher:grpc",
                gateway + " -> task:grpc",
                gateway + " -> payment:grpc",
                "task => namespace stead.dev/webhook=true:443",
                monitoring + " -> matcher:ops",
                monitoring + " -> task:ops",
                monitoring + " -> payment:ops"));
        // Payments, and each service asks the other two for checkpoints of their audit logs.
        List<String> services = List.of("matcher", "task", "payment");
        for (String service : services) {
            services.stream().filter(other -> !other.equals(service)).forEach(other -> {
                flows.add(service + " => " + other + ":grpc");
                flows.add(service + " -> " + other + ":grpc");
            });
            flows.add(service + " => pods k8s-app=kube-dns:53");
            if (manifests.overlay().equals("postgres")) {
                flows.add(service + " => namespace stead.dev/database=true:5432");
            }
        }
        assertThat(flows(manifests)).isEqualTo(flows);
    }

    /** Into a pod {@code ->}, out of one {@code =>}. */
    private static Set<String> flows(Manifests manifests) {
        var flows = new TreeSet<String>();
        for (NetworkPolicy policy : manifests.of(NetworkPolicy.class)) {
            List<Workload> selected = manifests.selectedBy(
                    Objects.requireNonNullElse(policy.getSpec().getPodSelector().getMatchLabels(), Map.of()));
            assertThat(selected).describedAs(policy.getMetadata().getName()).isNotEmpty();
            for (Workload own : selected) {
                policy.getSpec()
                        .getIngress()
                        .forEach(rule -> rule.getFrom().stream()
                                .flatMap(peer -> named(manifests, peer))
                                .forEach(peer -> ports(rule.getPorts())
                                        .forEach(port -> flows.add(peer + " -> " + own.name() + ":" + port))));
                policy.getSpec()
                        .getEgress()
                        .forEach(rule -> rule.getTo().stream()
                                .flatMap(peer -> named(manifests, peer))
                                .forEach(peer -> ports(rule.getPorts())
                                        .forEach(port -> flows.add(own.name() + " => " + peer + ":" + port))));
            }
        }
        return flows;
    }

    /** The services that a peer selects by name, or what else it is. */
    private static Stream<String> named(Manifests manifests, NetworkPolicyPeer peer) {
        assertThat(peer.getIpBlock()).isNull();
        if (peer.getPodSelector() == null) {
            return Stream.of("namespace " + only(peer.getNamespaceSelector().getMatchLabels()));
        }
        var pods = peer.getPodSelector().getMatchLabels();
        List<Workload> ours = manifests.selectedBy(pods);
        return ours.isEmpty() ? Stream.of("pods " + only(pods)) : ours.stream().map(Workload::name);
    }

    private static String only(Map<String, String> labels) {
        assertThat(labels).hasSize(1);
        return labels.entrySet().iterator().next().toString();
    }

    private static Set<String> ports(List<NetworkPolicyPort> ports) {
        assertThat(ports).describedAs("a rule without ports opens all").isNotEmpty();
        var names = new TreeSet<String>();
        ports.forEach(port -> names.add(
                port.getPort().getStrVal() != null
                        ? port.getPort().getStrVal()
                        : port.getPort().getIntVal().toString()));
        return names;
    }
}

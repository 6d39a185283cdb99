package dev.stead.systemtests.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** An overlay as kustomize renders it, each document read as the type that its kind names. */
record Manifests(String overlay, List<HasMetadata> all) {
    private static final ObjectMapper YAML = YAMLMapper.builder().build();

    /** Every kind that Stead installs; another one is an error, so that it cannot slip past these tests. */
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/Namespace", Namespace.class,
            "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
            "v1/Service", Service.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "apps/v1/Deployment", Deployment.class,
            "apps/v1/StatefulSet", StatefulSet.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

    static Manifests rendered(String overlay) {
        String yaml = Repository.run(Map.of(), List.of("kubectl", "kustomize", "k8s/overlays/" + overlay), 60);
        return new Manifests(
                overlay,
                YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll().stream()
                        .map(Manifests::typed)
                        .toList());
    }

    private static HasMetadata typed(JsonNode document) {
        String kind = document.path("apiVersion").asString() + "/"
                + document.path("kind").asString();
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new AssertionError(
                    "No check knows the kind " + kind + ": add it to Manifests, and what must hold for it");
        }
        return YAML.treeToValue(document, type);
    }

    <T extends HasMetadata> List<T> of(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        return of(type).stream()
                .filter(candidate -> candidate.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(overlay + " has no " + type.getSimpleName() + " " + name));
    }

    /** What runs pods, of whichever kind. */
    List<Workload> workloads() {
        return Stream.concat(
                        of(Deployment.class).stream()
                                .map(it -> new Workload(
                                        it.getMetadata().getName(),
                                        it.getSpec().getReplicas(),
                                        it.getSpec().getSelector(),
                                        it.getSpec().getTemplate())),
                        of(StatefulSet.class).stream()
                                .map(it -> new Workload(
                                        it.getMetadata().getName(),
                                        it.getSpec().getReplicas(),
                                        it.getSpec().getSelector(),
                                        it.getSpec().getTemplate())))
                .toList();
    }

    @Override
    public String toString() {
        return overlay;
    }

    List<Workload> selectedBy(LabelSelector selector) {
        return selectedBy(selector.getMatchLabels());
    }

    List<Workload> selectedBy(Map<String, String> labels) {
        return workloads().stream()
                .filter(it -> it.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    record Workload(String name, int replicas, LabelSelector selector, PodTemplateSpec template) {
        Map<String, String> labels() {
            return template.getMetadata().getLabels();
        }
    }
}

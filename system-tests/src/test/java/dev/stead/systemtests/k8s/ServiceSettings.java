package dev.stead.systemtests.k8s;

import static java.util.Objects.requireNonNull;

import dev.stead.matcher.MatcherConfig;
import dev.stead.mesh.ServerConfig;
import dev.stead.mesh.Setting;
import dev.stead.mesh.Settings;
import dev.stead.payment.PaymentConfig;
import dev.stead.task.TaskConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the services themselves say about the variables that the manifests give them. */
final class ServiceSettings {
    /** How each service reads its settings. */
    static final Map<String, Function<Settings, ?>> READERS =
            Map.of("matcher", MatcherConfig::from, "task", TaskConfig::from, "payment", PaymentConfig::from);

    private ServiceSettings() {}

    /** The variables that a container is given; a value from a Secret is not known here and stands as its key. */
    static Map<String, String> of(Manifests manifests, Container container) {
        var values = new HashMap<String, String>();
        container
                .getEnvFrom()
                .forEach(source -> values.putAll(manifests
                        .one(ConfigMap.class, source.getConfigMapRef().getName())
                        .getData()));
        container.getEnv().forEach(one -> values.put(one.getName(), one.getValue() == null ? "" : one.getValue()));
        return values;
    }

    /** Every service's variables, by its name. */
    static Map<String, Map<String, String>> all(Manifests manifests) {
        return manifests.workloads().stream()
                .collect(Collectors.toMap(
                        Manifests.Workload::name,
                        it -> of(
                                manifests,
                                it.template().getSpec().getContainers().getFirst())));
    }

    /** Every key that any service reads. */
    static List<String> declared() {
        Manifests manifests = Manifests.rendered("embedded");
        return all(manifests).entrySet().stream()
                .flatMap(it -> {
                    Settings settings = settings(it.getValue());
                    Object _ = requireNonNull(READERS.get(it.getKey())).apply(settings);
                    return settings.declared().stream().map(Setting::key);
                })
                .distinct()
                .toList();
    }

    static ServerConfig server(Map<String, String> values) {
        return ServerConfig.from(settings(values), 1);
    }

    /** The values as a service would read them; files that only a pod has are stood in for by one that is here. */
    static Settings settings(Map<String, String> values) {
        return Settings.of(values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        it -> it.getValue().startsWith("/") ? standIn(it.getKey()) : it.getValue())));
    }

    /** The key of people's ids is read with the settings; other files are read later. */
    private static String standIn(String key) {
        String file = key.equals("STEAD_PERSON_ID_KEY_FILE")
                ? "system-tests/src/test/resources/dev/stead/systemtests/k8s/person-id-key"
                : "pom.xml";
        return Repository.ROOT.resolve(file).toString();
    }
}

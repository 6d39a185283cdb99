package dev.stead.systemtests.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.systemtests.k8s.Manifests.Workload;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/operate.md tells an operator is what there is. */
class OperatorsPageTest {
    private static final String PAGE = Repository.read("docs/operate.md");

    @Test
    void everySecretIsOnThePage() {
        List<String> secrets = Stream.of("embedded", "postgres")
                .map(Manifests::rendered)
                .flatMap(it -> it.workloads().stream())
                .flatMap(OperatorsPageTest::secrets)
                .distinct()
                .toList();
        assertThat(secrets).hasSize(11).allSatisfy(it -> assertThat(PAGE).contains("`" + it + "`"));
    }

    @Test
    void everyFileOnThePageIsThere() {
        assertThat(all("(?:k8s|docs)/[a-zA-Z0-9_./-]*[a-zA-Z]"))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(Files.exists(Repository.ROOT.resolve(it)))
                        .describedAs(it)
                        .isTrue());
    }

    @Test
    void everyWordToSteadIsOneItKnows() {
        String launcher = Repository.read("stead");
        assertThat(all("\\./stead ([a-z]+)"))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(launcher).containsPattern("\\b" + it + "\\b"));
    }

    /** A setting that is named here is one that some service reads. */
    @Test
    void everySettingOnThePageIsKnown() {
        List<String> known = ServiceSettings.declared();
        assertThat(all("STEAD_[A-Z_]+"))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(known).contains(it));
    }

    /** An alert on a metric or an outcome that does not exist never fires; that the metrics exist is ContainerJourneyTest's to say. */
    @Test
    void everyMetricAndOutcomeOfAnAlertOnIdentificationIsOnThePage() {
        String alerts = Repository.read("k8s/monitoring/alerts.yaml");
        List<String> named = Pattern.compile(
                        "(stead_(?:identification|presentation)_seconds)_[a-z]+(?:\\{outcome=\"([a-z_]+)\"\\})?")
                .matcher(alerts)
                .results()
                .flatMap(it -> Stream.of(it.group(1), it.group(2)))
                .filter(it -> it != null)
                .distinct()
                .toList();
        assertThat(named)
                .contains("stead_identification_seconds", "stead_presentation_seconds", "identified", "ambiguous")
                .allSatisfy(it -> assertThat(PAGE).contains("`" + it + "`"));
    }

    private static Stream<String> secrets(Workload workload) {
        return workload.template().getSpec().getVolumes().stream()
                .map(Volume::getSecret)
                .filter(it -> it != null)
                .map(it -> it.getSecretName());
    }

    /** The first group of every place that fits, or all of it. */
    private static List<String> all(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(PAGE);
        return matcher.results()
                .map(it -> it.groupCount() > 0 ? it.group(1) : it.group())
                .distinct()
                .toList();
    }
}

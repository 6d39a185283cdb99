package dev.stead.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.MatcherConfig;
import dev.stead.mesh.Setting;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.payment.PaymentConfig;
import dev.stead.task.TaskConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/settings.md says of every key what the services themselves declare: no key more, none less, the same default. */
class SettingsPageTest {
    private static final Path PAGE = Repository.ROOT.resolve("docs/settings.md");
    private static final String TABLE = "| key | default | sets | read by |\n| --- | --- | --- | --- |\n";

    @Test
    void thePageHoldsWhatTheServicesDeclare() throws IOException {
        String page = Repository.read(PAGE);
        int start = page.indexOf(TABLE);
        String expected =
                (start < 0 ? page + "\n" : page.substring(0, start)) + TABLE + String.join("\n", rows()) + "\n";
        Path wanted = Repository.ROOT.resolve("system-tests/target/settings.md");
        Files.createDirectories(wanted.getParent());
        Files.writeString(wanted, expected);
        assertThat(page)
                .as("after looking at the change: cp %s docs/", Repository.name(wanted))
                .isEqualTo(expected);
    }

    private static List<String> rows() {
        var readers = new TreeMap<String, List<Reader>>();
        List.of(
                        new Service("matcher", declared(MatcherConfig::from)),
                        new Service("task", declared(TaskConfig::from)),
                        new Service("payment", declared(PaymentConfig::from)))
                .forEach(service -> service.settings()
                        .forEach(setting -> readers.computeIfAbsent(setting.key(), key -> new ArrayList<>())
                                .add(new Reader(service.name(), setting))));
        return readers.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    private record Service(String name, List<Setting> settings) {}

    private record Reader(String service, Setting setting) {}

    private static String row(String key, List<Reader> readers) {
        var defaults = new LinkedHashMap<String, String>();
        readers.forEach(reader ->
                defaults.merge("`" + reader.setting().defaultValue() + "`", reader.service(), (a, b) -> a + ", " + b));
        String shown = defaults.size() == 1
                ? String.join("", defaults.keySet())
                : defaults.entrySet().stream()
                        .map(one -> one.getKey() + " (" + one.getValue() + ")")
                        .collect(Collectors.joining("; "));
        String who = readers.size() == 3
                ? "all"
                : readers.stream().map(Reader::service).collect(Collectors.joining(", "));
        return "| `" + key + "` | " + shown + " | "
                + readers.getFirst().setting().doc() + " | " + who + " |";
    }

    /** What a service reads at its start when it is told the least that it needs. */
    private static List<Setting> declared(Consumer<Settings> read) {
        String file = PAGE.toString();
        Settings settings = Settings.of(Map.of(
                "STEAD_TLS", "plaintext",
                "STEAD_TEMPLATE_KEK_FILE", file,
                "STEAD_ASSERTION_KEY_FILE", file,
                "STEAD_ASSERTION_JWKS_FILE", file));
        try {
            read.accept(settings);
        } catch (SettingsException unknown) {
            // A service that refuses unknown keys has declared all of its own by then.
            assertThat(unknown).hasMessageContaining("is not a setting of this service");
        }
        return settings.declared();
    }
}

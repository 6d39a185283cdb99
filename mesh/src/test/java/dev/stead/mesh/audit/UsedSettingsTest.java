package dev.stead.mesh.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stead.audit.v1.Leaf;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsedSettingsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));
    private static final Map<String, String> GIVEN = Map.of("STEAD_MARGIN", "0.05", "STEAD_PORT", "7101");
    private static final Map<String, String> KEYS = Map.of("template", "1");

    @TempDir
    private Path folder;

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh("dev/stead/mesh/audit/migrations");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStartIsInTheLogIfSomethingChangedSinceTheLastOne(TestDatabase test) {
        Database database = test.database();
        start(database, GIVEN, KEYS);
        start(database, GIVEN, KEYS);
        database.change(
                handle -> new ActRecorder(handle, new Actor("operator/anna", ""), CLOCK).record(Act.of("site.put")));
        start(database, GIVEN, KEYS);
        assertThat(leaves(database)).extracting(Leaf::getAct).containsExactly("settings.used", "site.put");

        start(database, Map.of("STEAD_MARGIN", "0.04", "STEAD_PORT", "7101"), KEYS);
        start(database, Map.of("STEAD_PORT", "7101"), KEYS);
        start(database, Map.of("STEAD_PORT", "7101"), Map.of("template", "2"));
        start(database, GIVEN, KEYS);

        List<Leaf> changes = leaves(database).stream()
                .filter(leaf -> leaf.getAct().equals("settings.used"))
                .toList();
        assertThat(changes)
                .hasSize(5)
                .allSatisfy(leaf -> assertThat(leaf.getCaller()).isEqualTo("service/task"));
        assertThat(changes.get(4).getObjectsList()).isEqualTo(changes.getFirst().getObjectsList());
        assertThat(changes.get(1).getObjectsList())
                .filteredOn(object -> !changes.getFirst().getObjectsList().contains(object))
                .singleElement()
                .asString()
                .matches("setting/STEAD_MARGIN:[0-9a-f]{16}");
        assertThat(changes.get(2).getObjectsList())
                .noneMatch(object -> object.contains("STEAD_MARGIN"))
                .contains("key/template:1");
        assertThat(changes.get(3).getObjectsList()).contains("key/template:2");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theKeyOfTheLogItselfHasTheIdThatCheckpointsHave(TestDatabase test) {
        start(test.database(), GIVEN, KEYS);
        Path key = AssertionKeys.open(folder).privateKey();
        record(test.database(), new AuditConfig("task", Optional.of(key), Map.of(), UsedSettings.digests(GIVEN)), KEYS);

        String id = CheckpointSigner.read(key, "stead/task").verifier().text().split("\\+", 3)[1];
        assertThat(leaves(test.database())).hasSize(2);
        assertThat(leaves(test.database()).getFirst().getObjectsList()).noneMatch(it -> it.startsWith("key/audit"));
        assertThat(leaves(test.database()).getLast().getObjectsList()).contains("key/audit:" + id);
    }

    /** Which one was changed is in the log; what it was is not. */
    @Test
    void noValueIsInTheLogAndOfAPasswordNotEvenTheHash() {
        Act one = act(Map.of("STEAD_DATABASE_URL", "postgresql://h/d?user=x&password=secret&ssl=1"));
        Act other = act(Map.of("STEAD_DATABASE_URL", "postgresql://h/d?user=x&password=&ssl=1"));
        Act third = act(Map.of("STEAD_DATABASE_URL", "postgresql://h/d?user=y&password=&ssl=1"));

        assertThat(one).isEqualTo(other).isNotEqualTo(third);
        assertThat(one.objects()).noneMatch(object -> object.contains("postgresql"));
    }

    private static Act act(Map<String, String> given) {
        return UsedSettings.act(UsedSettings.digests(given), KEYS);
    }

    private static void start(Database database, Map<String, String> given, Map<String, String> keys) {
        record(database, config(given), keys);
    }

    private static void record(Database database, AuditConfig config, Map<String, String> keys) {
        AuditLog log = AuditLog.start(database, config, CLOCK);
        log.recordSettings(keys);
        log.close();
    }

    private static AuditConfig config(Map<String, String> given) {
        return new AuditConfig("task", Optional.empty(), Map.of(), UsedSettings.digests(given));
    }

    private static List<Leaf> leaves(Database database) {
        return database.read(handle -> new AuditTable(handle).leaves(0, 100)).stream()
                .map(bytes -> {
                    try {
                        return Leaf.parseFrom(bytes);
                    } catch (InvalidProtocolBufferException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }
}

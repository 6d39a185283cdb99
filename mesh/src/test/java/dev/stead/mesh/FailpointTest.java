package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.sql.CommitFailpoint;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Isolated
class FailpointTest {
    private final List<String> ended = new ArrayList<>();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh("dev/stead/mesh/sql/migrations");
    }

    @AfterEach
    void disarm() {
        Failpoint.disarm();
    }

    @Test
    void endsTheProcessAtThatTimeOfThatPointAndNoOther() {
        Failpoint.arm("hold.before:2", "allowed", () -> ended.add("here"));

        Failpoint.at("hold.after");
        Failpoint.at("hold.before");
        assertThat(ended).isEmpty();
        Failpoint.at("hold.before");
        assertThat(ended).hasSize(1);
        Failpoint.at("hold.before");
        assertThat(ended).hasSize(1);
    }

    @Test
    void processThatWasNotStartedForAFaultTestRefusesIt() {
        assertThatThrownBy(() -> Failpoint.arm(Settings.of(Map.of("STEAD_FAILPOINT", "hold.before:1"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("-Ddev.stead.failpoints=allowed");
        assertThat(Failpoint.isArmed()).isFalse();
    }

    @Test
    void pointWithoutATimeIsRefused() {
        for (String wrong : List.of("hold", "hold:0", ":1", "hold:x", "hold:12345678")) {
            assertThatThrownBy(() -> Failpoint.arm(wrong, "allowed", () -> {}))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("payment.hold.before:3");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void pointAroundACommitIsPassedBeforeItAndWhenItIsDurable(TestDatabase test) {
        Failpoint.arm("thing.before:1", "allowed", () -> ended.add("before " + count(test)));
        insert(test, "one");
        Failpoint.arm("thing.after:1", "allowed", () -> ended.add("after " + count(test)));
        insert(test, "two");

        assertThat(ended).containsExactly("before 0", "after 2");
    }

    private static void insert(TestDatabase test, String id) {
        test.database().change(handle -> {
            handle.execute("INSERT INTO thing (id, body) VALUES (?, ?)", id, new byte[] {1});
            CommitFailpoint.around(handle, "thing");
        });
    }

    /** As another connection sees it. */
    private static int count(TestDatabase test) {
        return test.database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM thing")
                        .mapTo(Integer.class)
                        .one());
    }
}

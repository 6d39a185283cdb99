package dev.stead.task.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.ClaimRounds;
import dev.stead.task.testing.TaskWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row M9 at the size of a test run; {@code -Dstead.m9.rounds=1000} for the full size, {@code -Dstead.seed} for a replay. */
class ClaimTest {
    private static final int ROUNDS = Integer.getInteger("stead.m9.rounds", 15);
    private static final long SEED = Long.getLong("stead.seed", System.nanoTime());

    @Test
    void neverOverTheMandateOnSqlite() {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            report(new ClaimRounds(List.of(world), ROUNDS, SEED).run());
        }
    }

    @Test
    void neverOverTheMandateInTwoProcessesOnPostgresql() {
        try (TestDatabase test = TestDatabases.postgresql(TaskDatabase.MIGRATIONS);
                var one = new TaskWorld(test.database());
                var other = new TaskWorld(test.database(), one.neighbours())) {
            report(new ClaimRounds(List.of(one, other), ROUNDS, SEED).run());
        }
    }

    private static void report(ClaimRounds.Result result) {
        System.out.println(result);
        assertThat(result.raced()).as("%s", result).isTrue();
    }
}

package dev.stead.benchmarks.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.DatabaseConfig;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.task.TaskView;
import dev.stead.task.storage.TaskDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskPopulationTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void copiedTaskIsTheOneThatWouldHaveBeenWritten() {
        var population = new TaskPopulation(10_000, 100, Instant.parse("2026-11-23T08:00:00Z"));
        try (Database database =
                Database.open(DatabaseConfig.of("sqlite:" + folder.resolve("tasks.db")), TaskDatabase.MIGRATIONS)) {
            population.fill(database, _ -> {});

            var store = new TaskDatabase(database, new InboxSignal(), InstantSource.system());
            for (long number = 0; number < population.tasks(); number += 7) {
                var taskId = new TaskId(TaskPopulation.taskId(number));
                TaskView view = store.read(repositories -> repositories.tasks().view(taskId))
                        .orElseThrow();
                assertThat(view.task()).isEqualTo(population.task(number));
                assertThat(view.order()).isEqualTo(population.order(number));
            }
            assertThat(database.<Long>read(handle -> handle.createQuery("SELECT COUNT(*) FROM tasks")
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(population.tasks());
        }
    }
}

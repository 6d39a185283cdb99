package dev.stead.systemtests.rows;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.ClaimRounds;
import dev.stead.task.testing.TaskWorld;
import java.util.List;

/** M9: task services within this process, two over one PostgreSQL or one over an embedded file, and terminals that want the same task. */
final class ClaimRow implements Row {
    private final Stores store;

    ClaimRow(Stores store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "M9-" + store.word();
    }

    @Override
    public String proves() {
        return "of two terminals one gets the task; 64 never use a mandate too often or for too much";
    }

    @Override
    public Result run(RowContext context) {
        return switch (store) {
            case SQLITE -> {
                try (TestDatabase database = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                        var mesh = new TaskWorld(database.database())) {
                    yield rounds(List.of(mesh), context);
                }
            }
            case POSTGRESQL -> {
                try (TestDatabase database = TestDatabases.postgresql(TaskDatabase.MIGRATIONS);
                        var one = new TaskWorld(database.database());
                        var other = new TaskWorld(database.database(), one.neighbours())) {
                    yield rounds(List.of(one, other), context);
                }
            }
        };
    }

    private static Result rounds(List<TaskWorld> processes, RowContext context) {
        int rounds = context.size().of(15, 1_000);
        var result = new Result().figure("rounds", rounds).figure("services", processes.size());
        try {
            ClaimRounds.Result found = new ClaimRounds(processes, rounds, context.seed()).run();
            return result.figure("uses", found.uses())
                    .figure("contended", found.contended())
                    .figure("over", 0)
                    .require(found.raced(), "vacuous: only " + found.contended() + " claims met another");
        } catch (AssertionError broken) {
            return result.require(false, String.valueOf(broken.getMessage()));
        }
    }
}

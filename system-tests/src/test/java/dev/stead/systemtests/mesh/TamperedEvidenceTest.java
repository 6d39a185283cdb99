package dev.stead.systemtests.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.audit.AuditConfig;
import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.time.Environment;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.storage.AuditLogProofs;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.TaskKind;
import dev.stead.terminal.ServiceChannels;
import dev.stead.terminal.cli.Cli;
import dev.stead.terminal.cli.CommandEnvironment;
import dev.stead.terminal.cli.Connector;
import io.grpc.Channel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Evidence from a store that somebody changed. The service signs what it finds there; whoever verifies what it signed, without calling
 * anybody, sees that the audit log says otherwise.
 */
class TamperedEvidenceTest {
    private static final int CONTRADICTED = 14;

    @TempDir
    private Path folder;

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private AuditLog log(TestDatabase test, TaskWorld.Neighbours neighbours) {
        Path key = AssertionKeys.open(folder.resolve("audit")).privateKey();
        return AuditLog.start(
                test.database(), new AuditConfig("task", Optional.of(key), Map.of(), Map.of()), neighbours.clock());
    }

    /** Output and exit code of a command. */
    private record Answer(int exit, String out) {}

    private static Answer run(TaskWorld world, String... arguments) {
        Channel channel = world.channel(new Caller.Operator("op"));
        Connector connector =
                settings -> new Connector.Connection(new ServiceChannels(channel, channel, channel), () -> {});
        var out = new StringWriter();
        int exit = Cli.run(
                new CommandEnvironment(
                        new PrintWriter(out, true),
                        new PrintWriter(out, true),
                        false,
                        Map.of(),
                        new Environment(InstantSource.system(), new Random(1)),
                        System::nanoTime,
                        connector),
                arguments);
        return new Answer(exit, out.toString());
    }

    private Answer verify(TaskWorld world, String task, String... kept) throws IOException {
        Path file = folder.resolve("evidence.txt");
        Path keys = folder.resolve("keys.json");
        Files.writeString(file, exported(run(world, with(kept, "evidence", "export", task))));
        Files.writeString(keys, exported(run(world, "evidence", "keys")));
        return run(world, with(kept, "evidence", "verify", file.toString(), "--keys", keys.toString()));
    }

    private static String exported(Answer answer) {
        assertThat(answer.exit()).as(answer.out()).isZero();
        return answer.out();
    }

    private static String[] with(String[] kept, String... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of(kept)).toArray(String[]::new);
    }

    private Path keep(AuditLog log) throws IOException {
        String key = log.verifier().orElseThrow().text();
        return Files.writeString(
                folder.resolve("kept"), key + "\n" + log.latestCheckpoint().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsAsItWasDoneIsProvenAndGrewOutOfAKeptCheckpoint(TestDatabase test) throws Exception {
        var neighbours = TaskWorld.Neighbours.fresh();
        try (AuditLog log = log(test, neighbours);
                var world = new TaskWorld(test.database(), neighbours, Policy.NONE, new AuditLogProofs(log))) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            assertThat(verify(world, task).out())
                    .startsWith("task " + task + ": 2 acts and outcomes are in the audit log of stead/task+")
                    .endsWith("which was not compared with any that was kept\n");
            Path kept = keep(log);
            world.confirm("t-near", task);
            Answer verified = verify(world, task, "--checkpoint", kept.toString());
            assertThat(verified.out())
                    .isEqualTo("task " + task + ": 4 acts and outcomes are in the audit log, which grew out of the kept"
                            + " checkpoint\n");
            assertThat(verified.exit()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE FROM acts WHERE kind = 'ACCEPTED' | act 2 is missing
            DELETE FROM acts WHERE kind = 'CONFIRMED' | no act confirmed it
            DELETE FROM acts | there is no act CONFIRMED
            DELETE FROM executions | is missing
            UPDATE acts SET person_id = 'mallory' WHERE kind = 'CONFIRMED' | act 3 (CONFIRMED by mallory): the audit log says otherwise: it was about
            UPDATE acts SET person_id = 'mallory' WHERE kind = 'ACCEPTED' | person/bob called
            UPDATE acts SET kind = 'APPROVED' WHERE kind = 'ACCEPTED' | it was task.accepted
            UPDATE acts SET number = number + 10 WHERE kind = 'CONFIRMED' | its number, time
            UPDATE acts SET act_time = act_time + 1 WHERE kind = 'ACCEPTED' | its number, time
            UPDATE acts SET amount = 1 WHERE kind = 'CONFIRMED' | its number, time
            UPDATE acts SET assertion = 'x.y.z' WHERE kind = 'ACCEPTED' | its number, time
            UPDATE acts SET terminal_id = 't-far' WHERE kind = 'CONFIRMED' | terminal/t-near
            UPDATE acts SET leaf_hash = NULL WHERE kind = 'ACCEPTED' | act 2 (ACCEPTED by bob): nothing proves
            UPDATE acts SET leaf_hash = (SELECT leaf_hash FROM acts WHERE kind = 'PROPOSED') | says otherwise
            UPDATE tasks SET delegator_id = 'mallory' | its number, time
            UPDATE tasks SET limit_amount = 9999999 | its number, time
            UPDATE tasks SET max_uses = 7 | its number, time
            UPDATE tasks SET uses = 0 | the task has 0 uses, and 1 executions
            UPDATE executions SET outcome = 'REFUSED', reason = 'NO_MONEY' | it was execution.paid
            UPDATE executions SET settlement_id = 's-other' | (PAID): the audit log says otherwise: it was about
            UPDATE executions SET amount = 1 | its number, time
            UPDATE audit_leaf SET leaf = x'0801' | its leaf is not in the tree that was signed
            """)
    void whatSomebodyChangedInTheStoreIsSeen(String attack, String finding) throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS)) {
            var neighbours = TaskWorld.Neighbours.fresh();
            try (AuditLog log = log(test, neighbours);
                    var world = new TaskWorld(test.database(), neighbours, Policy.NONE, new AuditLogProofs(log))) {
                world.settle();
                String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
                world.confirm("t-near", task);
                assertThat(verify(world, task).exit()).isZero();
                test.database().change(handle -> handle.execute(attack));

                Answer verified = verify(world, task);
                assertThat(verified.out()).contains(finding);
                assertThat(verified.exit()).isEqualTo(CONTRADICTED);
            }
        }
    }

    /** The row is gone and those after it have moved up. */
    @Test
    void whoNumbersTheActsAnewIsSeen() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS)) {
            var neighbours = TaskWorld.Neighbours.fresh();
            try (AuditLog log = log(test, neighbours);
                    var world = new TaskWorld(test.database(), neighbours, Policy.NONE, new AuditLogProofs(log))) {
                world.settle();
                String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
                world.confirm("t-near", task);
                test.database().change(handle -> {
                    handle.execute("DELETE FROM acts WHERE number = 2");
                    handle.execute("UPDATE acts SET number = 2 WHERE number = 3");
                });
                assertThat(verify(world, task).out())
                        .contains("act 2 (CONFIRMED by bob): the audit log says otherwise");
            }
        }
    }

    /** The store and the log's key are the forger's, and the whole log fits the changed rows. The kept checkpoint is not theirs. */
    @Test
    void whoWritesTheWholeLogAnewIsSeenByWhoeverKeptACheckpoint() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS)) {
            var neighbours = TaskWorld.Neighbours.fresh();
            String task;
            Path kept;
            try (AuditLog log = log(test, neighbours);
                    var world = new TaskWorld(test.database(), neighbours, Policy.NONE, new AuditLogProofs(log))) {
                world.settle();
                task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
                assertThat(verify(world, task).exit()).isZero();
                kept = keep(log);
            }
            test.database().change(handle -> {
                for (String table : new String[] {"audit_node", "audit_checkpoint"}) {
                    handle.execute("DELETE FROM " + table);
                }
                handle.execute("INSERT INTO audit_pending (leaf) SELECT leaf FROM audit_leaf ORDER BY seq DESC");
                handle.execute("DELETE FROM audit_leaf");
                handle.execute("UPDATE audit_tree SET size = 0");
            });
            try (AuditLog log = log(test, neighbours);
                    var world = new TaskWorld(test.database(), neighbours, Policy.NONE, new AuditLogProofs(log))) {
                assertThat(verify(world, task).out()).contains("the audit log has it before the act before it");
                world.order("o-2", false);
                assertThat(verify(world, task, "--checkpoint", kept.toString()).out())
                        .contains("the checkpoint: ");
            }
        }
    }
}

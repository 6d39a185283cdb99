package dev.stead.systemtests.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.systemtests.mesh.AuditedWorld.Answer;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.v1.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    private static final int USAGE = 2;

    @TempDir
    private Path folder;

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static String ready(AuditedWorld audited) {
        audited.world.settle();
        return audited.world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
    }

    private static String confirmed(AuditedWorld audited) {
        String task = ready(audited);
        audited.world.confirm("t-near", task);
        return task;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsAsItWasDoneIsProvenAndGrewOutOfAKeptCheckpoint(TestDatabase test) throws Exception {
        try (var audited = new AuditedWorld(test.database(), folder)) {
            String task = ready(audited);
            assertThat(audited.verify(audited.export(task)).out())
                    .startsWith("task " + task + ": 2 acts and outcomes are in the audit log of stead/task+")
                    .endsWith("which was not compared with any that was kept\n");
            String kept = audited.keep().toString();
            audited.world.confirm("t-near", task);

            Answer verified = audited.verify(audited.export(task, "--checkpoint", kept), "--checkpoint", kept);
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
            UPDATE acts SET person_id = 'mallory' WHERE kind = 'CONFIRMED' | act 3 (CONFIRMED by mallory): the audit log says otherwise
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
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var audited = new AuditedWorld(test.database(), folder)) {
            String task = confirmed(audited);
            assertThat(audited.verify(audited.export(task)).exit()).isZero();
            test.database().change(handle -> handle.execute(attack));

            Answer verified = audited.verify(audited.export(task));
            assertThat(verified.out()).contains(finding);
            assertThat(verified.exit()).isEqualTo(CONTRADICTED);
        }
    }

    /** The row is gone and those after it have moved up. */
    @Test
    void whoNumbersTheActsAnewIsSeen() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var audited = new AuditedWorld(test.database(), folder)) {
            String task = confirmed(audited);
            test.database().change(handle -> {
                handle.execute("DELETE FROM acts WHERE number = 2");
                handle.execute("UPDATE acts SET number = 2 WHERE number = 3");
            });
            assertThat(audited.verify(audited.export(task)).out())
                    .contains("act 2 (CONFIRMED by bob): the audit log says otherwise");
        }
    }

    /** A hash of the tree is gone with the leaf: the evidence is exported, and proves nothing. */
    @Test
    void whoTakesTheLeafOutOfTheLogIsSeen() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var audited = new AuditedWorld(test.database(), folder)) {
            String task = confirmed(audited);
            assertThat(audited.verify(audited.export(task)).exit()).isZero();
            test.database()
                    .change(handle -> handle.execute(
                            "DELETE FROM audit_leaf WHERE leaf_hash = (SELECT leaf_hash FROM acts WHERE number = 2)"));
            Answer verified = audited.verify(audited.export(task));
            assertThat(verified.out()).contains("act 2 (ACCEPTED by bob): nothing proves");
            assertThat(verified.exit()).isEqualTo(CONTRADICTED);
        }
    }

    /** The store and the log's key are the forger's, and the whole log fits the changed rows. The kept checkpoint is not theirs. */
    @Test
    void whoWritesTheWholeLogAnewIsSeenByWhoeverKeptACheckpoint() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS)) {
            String task;
            String kept;
            try (var audited = new AuditedWorld(test.database(), folder)) {
                task = ready(audited);
                assertThat(audited.verify(audited.export(task)).exit()).isZero();
                kept = audited.keep().toString();
            }
            test.database().change(handle -> {
                handle.execute("DELETE FROM audit_node");
                handle.execute("DELETE FROM audit_checkpoint");
                handle.execute("INSERT INTO audit_pending (leaf) SELECT leaf FROM audit_leaf ORDER BY seq DESC");
                handle.execute("DELETE FROM audit_leaf");
                handle.execute("UPDATE audit_tree SET size = 0");
            });
            try (var audited = new AuditedWorld(test.database(), folder)) {
                assertThat(audited.verify(audited.export(task)).out())
                        .contains("the audit log has it before the act before it");
                audited.world.order("o-2", false);
                assertThat(audited.verify(audited.export(task, "--checkpoint", kept), "--checkpoint", kept)
                                .out())
                        .contains(
                                "the checkpoint: its first ", " leaves are not those that it had: the log was forked");
            }
        }
    }

    @Test
    void aKeptCheckpointThatTheEvidenceWasNotExportedForIsNoProof() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var audited = new AuditedWorld(test.database(), folder)) {
            String task = ready(audited);
            Path early = audited.export(task);
            String kept = audited.keep().toString();
            assertThat(audited.verify(early, "--checkpoint", kept).exit()).isZero();
            audited.world.confirm("t-near", task);
            assertThat(audited.verify(audited.export(task), "--checkpoint", kept)
                            .out())
                    .contains("the checkpoint: the evidence does not show that it grew out of the kept one")
                    .contains("act 3 (CONFIRMED by bob): nothing proves");
        }
    }

    @Test
    void evidenceFromBeforeTheKeptCheckpointIsToBeExportedAgain() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var audited = new AuditedWorld(test.database(), folder)) {
            String task = ready(audited);
            String early = Files.readString(audited.export(task));
            audited.world.confirm("t-near", task);
            Path _ = audited.export(task);
            String kept = audited.keep().toString();
            assertThat(audited.verify(Files.writeString(folder.resolve("early"), early), "--checkpoint", kept)
                            .out())
                    .contains("the kept one is later", "export the evidence again");
        }
    }

    @Test
    void allPagesOfALongTaskAreProvenAndNoneMayBeMissing() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var audited = new AuditedWorld(test.database(), folder)) {
            audited.world.settle();
            String task = audited.world
                    .ready(
                            "o-1",
                            audited.world.mandate(TaskKind.TASK_KIND_PAYMENT).setMaxUses(60))
                    .getTaskId();
            for (int i = 0; i < 55; i++) {
                audited.world.confirm("t-near", task);
            }
            List<String> pages = Files.readAllLines(audited.export(task));
            assertThat(pages).hasSize(2);
            assertThat(verify(audited, pages).out()).contains(": 112 acts and outcomes are in the audit log");
            assertThat(verify(audited, pages.reversed()).exit()).isZero();
            assertThat(verify(audited, pages.subList(0, 1)).out()).contains("the page from act 51 on is missing");
            assertThat(verify(audited, pages.subList(1, 2)).out()).contains("act 1 is missing");
            assertThat(verify(audited, List.of(pages.getFirst(), pages.getFirst()))
                            .exit())
                    .isEqualTo(CONTRADICTED);
        }
    }

    @Test
    void whatTheServiceHasNotSignedSaysNothing() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var audited = new AuditedWorld(test.database(), folder)) {
            String signed = Files.readString(audited.export(ready(audited))).strip();
            String cut = signed.substring(0, signed.lastIndexOf('.') + 1);
            char other = signed.charAt(500) == 'A' ? 'B' : 'A';
            for (String forged :
                    List.of("nonsense", cut, cut + "AAAA", signed.substring(0, 500) + other + signed.substring(501))) {
                Answer verified = verify(audited, List.of(forged));
                assertThat(verified.out()).isEqualTo("page 1: it is not evidence that one of these keys has signed\n");
                assertThat(verified.exit()).isEqualTo(CONTRADICTED);
            }
            assertThat(verify(audited, List.of()).out()).isEqualTo("there is no page\n");
        }
    }

    @Test
    void whatIsMissingOnTheCommandLineIsSaid() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var audited = new AuditedWorld(test.database(), folder)) {
            Path evidence = audited.export(ready(audited));
            assertThat(audited.run("evidence", "export"))
                    .isEqualTo(new Answer(USAGE, "stead: export needs the id of a task\n"));
            assertThat(audited.run("evidence", "verify").exit()).isEqualTo(USAGE);
            assertThat(audited.run("evidence", "verify", evidence.toString()).out())
                    .contains("verify needs --keys");
            assertThat(audited.run("evidence", "verify", folder.resolve("none").toString(), "--keys", "k")
                            .out())
                    .contains("there is no file " + folder.resolve("none"));
            assertThat(audited.verify(evidence, "--checkpoint", evidence.toString())
                            .exit())
                    .isEqualTo(USAGE);
        }
    }

    private Answer verify(AuditedWorld audited, List<String> pages) throws IOException {
        return audited.verify(Files.write(folder.resolve("some.txt"), pages));
    }
}

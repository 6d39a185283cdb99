package dev.stead.mesh.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.audit.v1.Leaf;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.time.Parallel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The log in a database of each engine. */
class AuditLogTest {
    private static final String MIGRATIONS = "dev/stead/mesh/audit/migrations";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));
    private static final Actor ACTOR = new Actor("operator/anna", "stead.task.v1.RegistryService/PutSite");

    @TempDir
    private Path folder;

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(MIGRATIONS);
    }

    private AuditConfig config() {
        return new AuditConfig(
                "task", Optional.of(AssertionKeys.open(folder.resolve("keys")).privateKey()), Map.of(), Map.of());
    }

    private AuditLog start(Database database) {
        return AuditLog.start(database, config(), CLOCK);
    }

    private static void record(Database database, int count) {
        for (int i = 0; i < count; i++) {
            String id = "s-" + i;
            database.change(handle -> {
                var recorder = new ActRecorder(handle, ACTOR, CLOCK);
                recorder.request(new UUID(1, 2));
                recorder.record(Act.of("site.put")
                        .about("site", id)
                        .about("merchant", null)
                        .containing("content"));
            });
        }
    }

    private static TreeHead signed(AuditLog log) {
        return log.verifier().orElseThrow().open(log.latestCheckpoint().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatWasDoneIsInTheTreeAndProvable(TestDatabase test) throws Exception {
        AuditLog log = start(test.database());
        record(test.database(), 1_200);
        log.close();

        TreeHead tree = signed(log);
        assertThat(tree.size()).isEqualTo(1_200);
        List<byte[]> leaves = log.leaves(0, 2_000);
        assertThat(leaves).hasSize(1_200);
        Leaf leaf = Leaf.parseFrom(leaves.get(7));
        assertThat(leaf.getCaller()).isEqualTo("operator/anna");
        assertThat(leaf.getMethod()).isEqualTo("stead.task.v1.RegistryService/PutSite");
        assertThat(leaf.getAct()).isEqualTo("site.put");
        assertThat(leaf.getObjectsList()).containsExactly("site/s-7");
        assertThat(leaf.getRequestId()).isEqualTo(new UUID(1, 2).toString());
        assertThat(leaf.getContentHash().size()).isEqualTo(32);
        for (int index : new int[] {0, 7, 511, 512, 1_199}) {
            MerkleHash hash = MerkleHash.ofLeaf(leaves.get(index));
            assertThat(MerkleProofs.isIncluded(hash, index, tree, log.inclusionProof(index, tree.size())))
                    .isTrue();
        }
        var recomputed = new RecomputedLog(List.of(tree));
        leaves.forEach(recomputed::leaf);
        assertThat(recomputed.findings()).isEmpty();
    }

    /** Nobody has to wait for the next minute, and what is signed already is not signed again. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatWasJustDoneIsProvenAtOnceAndGrewOutOfWhatIsKnown(TestDatabase test) {
        try (AuditLog log = start(test.database())) {
            record(test.database(), 5);
            log.append();
            log.checkpoint();
            MerkleHash known = MerkleHash.ofLeaf(log.leaves(3, 1).getFirst());
            assertThat(log.prove(Set.of(known), 0).orElseThrow().checkpoint())
                    .isEqualTo(log.latestCheckpoint().orElseThrow());
            TreeHead before = signed(log);
            MerkleHash hash =
                    test.database().write(handle -> new ActRecorder(handle, ACTOR, CLOCK).record(Act.of("site.put")));
            var nowhere = MerkleHash.ofLeaf(new byte[] {1});

            LeafProofs proofs = log.prove(Set.of(hash, nowhere), before.size()).orElseThrow();

            TreeHead after = proofs.verifier().open(proofs.checkpoint());
            assertThat(proofs.leaves()).containsOnlyKeys(hash);
            LeafProof proof = Objects.requireNonNull(proofs.leaves().get(hash));
            assertThat(MerkleHash.ofLeaf(proof.leaf().toByteArray())).isEqualTo(hash);
            assertThat(MerkleProofs.isIncluded(hash, proof.index(), after, proof.inclusionProof()))
                    .isTrue();
            assertThat(MerkleProofs.isConsistent(before, after, proofs.consistencyProof()))
                    .isTrue();
            assertThat(log.prove(Set.of(hash), after.size() + 1).orElseThrow().consistencyProof())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aLogWithoutAKeyProvesNothing(TestDatabase test) {
        var unsigned = new AuditConfig("task", Optional.empty(), Map.of(), Map.of());
        try (AuditLog log = AuditLog.start(test.database(), unsigned, CLOCK)) {
            MerkleHash hash =
                    test.database().write(handle -> new ActRecorder(handle, ACTOR, CLOCK).record(Act.of("site.put")));
            assertThat(log.prove(Set.of(hash), 0)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anActThatIsRolledBackIsNotInTheLog(TestDatabase test) {
        AuditLog log = start(test.database());
        assertThatThrownBy(() -> test.database().change(handle -> {
                    new ActRecorder(handle, ACTOR, CLOCK).record(Act.of("site.put"));
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        log.close();
        assertThat(log.size()).isZero();
        assertThat(log.latestCheckpoint()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aLogThatIsContinuedBeginsWithWhatItWas(TestDatabase test) {
        AuditLog first = start(test.database());
        record(test.database(), 5);
        first.close();
        TreeHead before = signed(first);

        AuditLog second = start(test.database());
        record(test.database(), 8);
        second.close();
        TreeHead after = signed(second);
        assertThat(after.size()).isEqualTo(13);
        assertThat(MerkleProofs.isConsistent(before, after, second.consistencyProof(5, 13)))
                .isTrue();
    }

    /** As replicas on PostgreSQL do, and as SQLite does when a task overlaps with a close. */
    @ParameterizedTest
    @MethodSource("databases")
    void severalWhoAppendMakeOneTree(TestDatabase test) {
        AuditLog one = start(test.database());
        AuditLog other = start(test.database());
        Parallel.runAll(Stream.<Runnable>concat(
                        IntStream.range(0, 4).mapToObj(_ -> () -> record(test.database(), 100)),
                        Stream.of(one, other, one, other)
                                .map(log -> () -> IntStream.range(0, 30).forEach(_ -> {
                                    log.append();
                                    log.checkpoint();
                                })))
                .toList());
        one.close();
        other.close();
        assertThat(one.size()).isEqualTo(400);
        var recomputed = new RecomputedLog(List.of(signed(one)));
        one.leaves(0, 1_000).forEach(recomputed::leaf);
        assertThat(recomputed.size()).isEqualTo(400);
        assertThat(recomputed.findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStoreThatWasChangedDoesNotStart(TestDatabase test) {
        AuditLog log = start(test.database());
        record(test.database(), 100);
        log.close();
        for (String change : List.of(
                "UPDATE audit_leaf SET leaf = (SELECT leaf FROM audit_leaf WHERE seq = 1) WHERE seq = 5",
                "DELETE FROM audit_leaf WHERE seq = 50",
                "DELETE FROM audit_leaf WHERE seq >= 90",
                "DELETE FROM audit_node WHERE level = 5",
                "UPDATE audit_node SET hash = (SELECT hash FROM audit_node WHERE level = 5 AND position = 0)"
                        + " WHERE level = 6",
                "UPDATE audit_leaf SET leaf_hash = leaf WHERE seq = 70",
                "UPDATE audit_node SET hash = (SELECT leaf FROM audit_leaf WHERE seq = 1) WHERE level = 6",
                "UPDATE audit_tree SET size = 99")) {
            Undo undo = Undo.of(test.database());
            test.database().change(handle -> handle.execute(change));
            assertThatThrownBy(() -> start(test.database()))
                    .as(change)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("does not fit its last checkpoint");
            undo.run(test.database());
        }
        start(test.database()).close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCheckpointThatThisKeyDidNotSignStopsTheStartAndTheReasonNamesTheKey(TestDatabase test) {
        AuditLog log = start(test.database());
        record(test.database(), 3);
        log.close();
        var another = new AuditConfig(
                "task", Optional.of(AssertionKeys.open(folder.resolve("others")).privateKey()), Map.of(), Map.of());
        assertAnotherKey(() -> AuditLog.start(test.database(), another, CLOCK));

        test.database().change(handle -> handle.execute("UPDATE audit_checkpoint SET note = 'another'"));
        assertAnotherKey(() -> start(test.database()));

        test.database().change(handle -> handle.execute("DELETE FROM audit_checkpoint"));
        AuditLog.start(test.database(), another, CLOCK).close();
    }

    private static void assertAnotherKey(ThrowingCallable start) {
        assertThatThrownBy(start)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("STEAD_AUDIT_KEY_FILE names another key")
                .hasMessageContaining("DELETE FROM audit_checkpoint");
    }

    /** The tables of the log as they were. */
    private record Undo(List<String> tables) {
        static Undo of(Database database) {
            List<String> tables = List.of("audit_leaf", "audit_node", "audit_tree", "audit_checkpoint");
            tables.forEach(table -> database.change(handle -> {
                handle.execute("DROP TABLE IF EXISTS kept_" + table);
                handle.execute("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
            }));
            return new Undo(tables);
        }

        void run(Database database) {
            tables.forEach(table -> database.change(handle -> {
                handle.execute("DELETE FROM " + table);
                handle.execute("INSERT INTO " + table + " SELECT * FROM kept_" + table);
            }));
        }
    }
}

package dev.stead.mesh.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.testing.TestSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever rewrites a log is found out by the last checkpoint that somebody else remembers, even if they have the store and the service's
 * own key: the row X13 of the fault matrix.
 */
class TamperedLogTest {
    private static final int CASES = 10_000;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));

    @TempDir
    private Path folder;

    /** What is done to a log. Each may go on afterwards as if nothing had happened. */
    enum Tampering {
        EDITED {
            @Override
            void of(List<byte[]> leaves, Random random) {
                int index = random.nextInt(leaves.size());
                byte[] leaf = leaves.get(index).clone();
                leaf[random.nextInt(leaf.length)] ^= (byte) (1 << random.nextInt(8));
                leaves.set(index, leaf);
            }
        },
        REORDERED {
            @Override
            void of(List<byte[]> leaves, Random random) {
                int one = random.nextInt(leaves.size());
                Collections.swap(leaves, one, (one + 1 + random.nextInt(leaves.size() - 1)) % leaves.size());
            }
        },
        REMOVED {
            @Override
            void of(List<byte[]> leaves, Random random) {
                leaves.remove(random.nextInt(leaves.size()));
            }
        },
        ADDED {
            @Override
            void of(List<byte[]> leaves, Random random) {
                leaves.add(random.nextInt(leaves.size()), leaf(-1));
            }
        },
        TRUNCATED {
            @Override
            void of(List<byte[]> leaves, Random random) {
                leaves.subList(random.nextInt(leaves.size()), leaves.size()).clear();
            }
        },
        /** An older store is put in its place, and goes on. */
        RESTORED {
            @Override
            void of(List<byte[]> leaves, Random random) {
                leaves.subList(1 + random.nextInt(leaves.size() - 1), leaves.size())
                        .clear();
                leaves.add(leaf(-1));
            }
        },
        FORKED {
            @Override
            void of(List<byte[]> leaves, Random random) {
                int from = random.nextInt(leaves.size());
                IntStream.range(from, leaves.size()).forEach(i -> leaves.set(i, leaf(-2 - i)));
            }
        };

        abstract void of(List<byte[]> leaves, Random random);
    }

    private static byte[] leaf(int number) {
        return ("act " + number).getBytes(StandardCharsets.UTF_8);
    }

    /** The forger has the key: what the log says now is signed. What was signed before is remembered elsewhere. */
    @ParameterizedTest
    @EnumSource(Tampering.class)
    void everyRewrittenLogContradictsWhatIsRemembered(Tampering tampering, TestReporter reporter) {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        CheckpointSigner signer = signer();
        int cases = CASES / Tampering.values().length + 1;
        int contradicted = 0;
        for (int i = 0; i < cases; i++) {
            List<byte[]> honest = new ArrayList<>();
            IntStream.range(0, 2 + random.nextInt(60)).forEach(number -> honest.add(leaf(number)));
            List<byte[]> forged = new ArrayList<>(honest);
            tampering.of(forged, random);
            IntStream.range(0, random.nextInt(60)).forEach(number -> forged.add(leaf(1_000 + number)));
            MemoryTree before = tree(honest);
            MemoryTree now = tree(forged);
            var remembered = before.head(honest.size());

            var recomputed = new RecomputedLog(List.of(remembered));
            forged.forEach(recomputed::leaf);
            assertThat(recomputed.findings()).as("seed %s, case %s", seed, i).isNotEmpty();
            // Each proof costs signatures.
            if (i % TestSize.of(100, 1) == 0) {
                assertContradicted(signer, before, now, forged.size(), remembered);
                contradicted++;
            }
        }
        reporter.publishEntry(
                Map.of("cases", Integer.toString(cases), "by-a-checkpoint-alone", Integer.toString(contradicted)));
    }

    /** What a peer does, which sees no leaf. */
    private static void assertContradicted(
            CheckpointSigner signer, MemoryTree before, MemoryTree now, int size, TreeHead remembered) {
        var stored = new StoredCheckpoint(signer.verifier(), signer.sign(remembered));
        TreeHead forged = now.head(size);
        List<MerkleHash> best = size >= remembered.size() && size > 0
                ? now.tree().consistencyProof(remembered.size(), size)
                : List.of();
        assertThat(contradiction(stored, signer.sign(forged), best)).isNotEmpty();
        // Nor does the honest tree's proof help.
        assertThat(contradiction(stored, signer.sign(forged), before.tree().consistencyProof(1, remembered.size())))
                .isNotEmpty();
    }

    private static Optional<String> contradiction(StoredCheckpoint stored, String note, List<MerkleHash> proof) {
        try {
            var _ = stored.requireContinuedBy(stored.verifier(), note, proof);
            return Optional.empty();
        } catch (CheckpointException wrong) {
            return Optional.of(String.valueOf(wrong.getMessage()));
        }
    }

    @Test
    void aLogSignedWithAnotherKeyContradicts() {
        CheckpointSigner other = CheckpointSigner.read(
                AssertionKeys.open(folder.resolve("other")).privateKey(), "stead/task");
        TreeHead head = tree(List.of(leaf(1))).head(1);
        var stored = new StoredCheckpoint(signer().verifier(), signer().sign(head));
        assertThatThrownBy(() -> stored.requireContinuedBy(other.verifier(), other.sign(head), List.of()))
                .hasMessageContaining("another key");
    }

    /** In a real store. The service starts again unless its own check finds it; who remembers a checkpoint finds it in any case. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_leaf SET leaf = x'0102' WHERE seq = 7",
                "UPDATE audit_leaf SET leaf = (SELECT leaf FROM audit_leaf WHERE seq = 9) WHERE seq = 8",
                "DELETE FROM audit_leaf WHERE seq = 40",
                "DELETE FROM audit_leaf WHERE seq >= 30",
                ""
            })
    void aStoreThatWasTamperedWithIsFoundOut(String change) throws Exception {
        TestDatabase test = TestDatabases.sqlite("dev/stead/mesh/audit/migrations");
        fill(test.database(), 20);
        // What an older backup has.
        List<TreeHead> remembered = new ArrayList<>(List.of(head(test.database())));
        Path older = folder.resolve("older.db");
        test.close();
        Files.copy(file(test), older);
        fill(test.database(), 30);
        remembered.add(head(test.database()));

        Database tampered = test.database();
        if (change.isEmpty()) {
            test.close();
            Files.copy(older, file(test), StandardCopyOption.REPLACE_EXISTING);
            tampered = test.database();
        } else {
            tampered.change(handle -> handle.execute(change));
        }
        List<byte[]> leaves = tampered.read(handle -> new AuditTable(handle).leaves(0, 1_000));
        var recomputed = new RecomputedLog(remembered);
        leaves.forEach(recomputed::leaf);
        assertThat(recomputed.findings()).isNotEmpty();
        test.close();
    }

    private static Path file(TestDatabase sqlite) {
        return Path.of(sqlite.config().url().substring("sqlite:".length()));
    }

    private void fill(Database database, int acts) {
        AuditLog log = AuditLog.start(
                database,
                new AuditConfig(
                        "task",
                        Optional.of(AssertionKeys.open(folder.resolve("own")).privateKey()),
                        Map.of(),
                        Map.of()),
                CLOCK);
        IntStream.range(0, acts)
                .forEach(i -> database.change(handle -> new ActRecorder(handle, new Actor("operator/anna", ""), CLOCK)
                        .record(Act.of("site.put").about("site", "s-" + i))));
        log.close();
    }

    private TreeHead head(Database database) {
        return signer().verifier()
                .open(database.read(
                        handle -> new AuditTable(handle).checkpoint().orElseThrow()));
    }

    private CheckpointSigner signer() {
        return CheckpointSigner.read(AssertionKeys.open(folder.resolve("own")).privateKey(), "stead/task");
    }

    private static MemoryTree tree(List<byte[]> leaves) {
        var tree = new MemoryTree();
        leaves.forEach(tree::append);
        return tree;
    }
}

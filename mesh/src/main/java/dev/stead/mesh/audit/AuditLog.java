package dev.stead.mesh.audit;

import dev.stead.mesh.SettingsException;
import dev.stead.mesh.audit.AuditTable.Pending;
import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.StorageException;
import dev.stead.mesh.time.PeriodicTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log of a service. Each second it gives the acts that were stored since their places in the tree, in transactions of bounded
 * size; each minute, and when it is closed, it signs a checkpoint if the tree has grown. Several processes may do so on one store: the
 * row of the tree's size is locked while one appends, so that there is one tree.
 *
 * <p>Does not own the database, which must be closed after it. Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Duration APPEND_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMinutes(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    /** A few milliseconds of an embedded store's only writer. */
    private static final int APPENDED_AT_ONCE = 500;
    /** Enough to notice an edit of what was done lately, and done before anybody waits for the start. */
    private static final int CHECKED_AT_START = 10_000;

    private final Database database;
    private final AuditConfig config;
    private final InstantSource clock;
    private final Optional<CheckpointSigner> signer;
    private final PeriodicTask task = new PeriodicTask("audit-log", AuditLog::failed);
    private final AtomicReference<Instant> nextCheckpoint = new AtomicReference<>(Instant.MIN);

    private AuditLog(Database database, AuditConfig config, InstantSource clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.signer = config.key().map(file -> CheckpointSigner.read(file, config.origin()));
    }

    /**
     * Checks the stored tree against its last checkpoint, and continues it.
     *
     * @throws SettingsException with what is wrong if the tree does not fit
     */
    public static AuditLog start(Database database, AuditConfig config, InstantSource clock) {
        var log = new AuditLog(database, config, clock);
        log.requireFit();
        if (log.signer.isEmpty()) {
            LOG.warn("the audit log signs no checkpoints: set {}", AuditConfig.KEY_SETTING);
        }
        log.task.startWithFixedDelay(Duration.ZERO, APPEND_INTERVAL, log::run);
        return log;
    }

    /**
     * Records what this process runs with, unless the newest leaves say the same: so a changed setting or key, and another version, are
     * in the log as what people do is.
     *
     * @param keys ids of the keys that the service signs and wraps with, by what they are for; never a key
     */
    public void recordSettings(Map<String, String> keys) {
        var all = new TreeMap<>(keys);
        signer.ifPresent(one ->
                all.put("audit", HexFormat.of().toHexDigits(one.verifier().keyId())));
        Act act = UsedSettings.act(config.given(), all);
        database.change(handle -> {
            var table = new AuditTable(handle);
            long newest = Math.max(0, table.size() - CHECKED_AT_START);
            if (!UsedSettings.isLast(act, table.leaves(newest, CHECKED_AT_START))) {
                new ActRecorder(handle, Actor.current(config.service()), clock).record(act);
            }
        });
        append();
    }

    /** Records what the service itself did, and what belongs to no transaction. */
    public void record(Act act) {
        database.change(handle -> new ActRecorder(handle, Actor.current(config.service()), clock).record(act));
    }

    private static void failed(RuntimeException failure) {
        if (failure instanceof StorageException storage && storage.kind() == StorageException.Kind.BUSY) {
            LOG.warn("the store is busy: what was done waits for its place in the audit log");
        } else {
            LOG.error("the audit log cannot be continued; retrying", failure);
        }
    }

    private void run() {
        append();
        Instant now = clock.instant();
        if (!now.isBefore(nextCheckpoint.get())) {
            checkpoint();
            nextCheckpoint.set(now.plus(CHECKPOINT_INTERVAL));
        }
    }

    /** Gives every stored act its place. */
    void append() {
        // An act that is stored meanwhile waits for the next run: this one must end.
        for (int appended = APPENDED_AT_ONCE; appended == APPENDED_AT_ONCE; ) {
            appended = isAnythingPending() ? appendSome() : 0;
        }
    }

    private int appendSome() {
        var first = new AtomicLong();
        List<Pending> appended = database.write(handle -> {
            var table = new AuditTable(handle);
            long size = table.sizeForUpdate();
            first.set(size);
            List<Pending> pending = table.pending(APPENDED_AT_ONCE);
            if (!pending.isEmpty()) {
                table.append(size, pending);
            }
            return pending;
        });
        ActLines.write(first.get(), appended);
        return appended.size();
    }

    private boolean isAnythingPending() {
        return database.read(handle -> !new AuditTable(handle).pending(1).isEmpty());
    }

    /** Signs what the tree is now, unless that was signed already. */
    void checkpoint() {
        signer.ifPresent(key -> {
            Optional<TreeHead> grown = database.read(handle -> {
                var table = new AuditTable(handle);
                long size = table.size();
                boolean isSigned =
                        table.checkpoint().map(key.verifier()::open).stream().anyMatch(last -> last.size() == size);
                return isSigned || size == 0
                        ? Optional.empty()
                        : Optional.of(new TreeHead(size, new MerkleTree(table).root(size)));
            });
            grown.ifPresent(tree -> {
                String note = key.sign(tree);
                database.change(handle -> new AuditTable(handle).addCheckpoint(tree.size(), note));
            });
        });
    }

    /** The last signed checkpoint. */
    public Optional<String> latestCheckpoint() {
        return database.read(handle -> new AuditTable(handle).checkpoint());
    }

    /** What verifies the checkpoints. */
    public Optional<CheckpointVerifier> verifier() {
        return signer.map(CheckpointSigner::verifier);
    }

    /** How many leaves have a place in the tree. */
    public long size() {
        return database.read(handle -> new AuditTable(handle).size());
    }

    /** As {@link MerkleTree#inclusionProof}. */
    public List<MerkleHash> inclusionProof(long index, long size) {
        return database.read(handle -> new MerkleTree(new AuditTable(handle)).inclusionProof(index, size));
    }

    /** As {@link MerkleTree#consistencyProof}. */
    public List<MerkleHash> consistencyProof(long earlier, long size) {
        return database.read(handle -> new MerkleTree(new AuditTable(handle)).consistencyProof(earlier, size));
    }

    /**
     * Proves leaves by the latest checkpoint. If that one does not cover them, those that wait are given their places and another
     * one is signed first.
     *
     * @param leaves their hashes; the store must have an index of them
     * @param knownSize the size of a tree that whoever asks knows; 0 for none
     * @return empty if the log has no key
     * @throws CheckpointException if the tree is damaged
     */
    public Optional<LeafProofs> prove(Set<MerkleHash> leaves, long knownSize) {
        Optional<LeafProofs> known = proven(leaves, knownSize);
        if (signer.isEmpty()
                || known.filter(one -> one.leaves().size() == leaves.size()).isPresent()) {
            return known;
        }
        append();
        checkpoint();
        return proven(leaves, knownSize);
    }

    private Optional<LeafProofs> proven(Set<MerkleHash> leaves, long knownSize) {
        return verifier()
                .flatMap(key -> database.read(handle -> {
                    var table = new AuditTable(handle);
                    return table.checkpoint().map(note -> LeafProofs.read(table, note, key, leaves, knownSize));
                }));
    }

    /** Leaves in the order of the tree, as they are hashed. */
    public List<byte[]> leaves(long first, int limit) {
        return database.read(handle -> new AuditTable(handle).leaves(first, limit));
    }

    /**
     * Requires that the tree begins with the one of the last checkpoint, and that the newest leaves have the hashes that the tree knows
     * them by. The whole of it would take minutes in a large store; {@code ./stead audit verify} does that.
     */
    private void requireFit() {
        signer.map(CheckpointSigner::verifier).ifPresent(verifier -> {
            try {
                database.change(handle -> {
                    var table = new AuditTable(handle);
                    requireSameKey(table, verifier);
                    requireFit(table, verifier);
                });
            } catch (CheckpointException wrong) {
                throw new SettingsException(
                        "The audit log in the store of STEAD_DATABASE_URL does not fit its last"
                                + " checkpoint: " + wrong.getMessage()
                                + ". Somebody changed it, or parts of another store were"
                                + " restored. Keep the store as it is, for whoever finds out what happened, and restore a backup.");
            }
        });
    }

    /** A key that was changed by mistake, or lost, is no sign of a changed log, though nothing tells it from one. */
    private static void requireSameKey(AuditTable table, CheckpointVerifier verifier) {
        if (table.checkpoint().filter(note -> !verifier.hasSigned(note)).isPresent()) {
            throw new SettingsException(AuditConfig.KEY_SETTING
                    + " names another key than the one that signed the last checkpoint of the audit log: put that one back."
                    + " If it is lost, DELETE FROM audit_checkpoint: the other services report the new key until their row of"
                    + " audit_peer is deleted. If the key is right, somebody changed the checkpoint: keep the store as it"
                    + " is, and restore a backup.");
        }
    }

    private static void requireFit(AuditTable table, CheckpointVerifier verifier) {
        Optional<String> note = table.checkpoint();
        if (note.isEmpty()) {
            return;
        }
        TreeHead signed = verifier.open(note.get());
        long size = table.size();
        if (size < signed.size()) {
            throw new CheckpointException("it has " + size + " leaves, and the checkpoint has " + signed.size());
        }
        var tree = new MerkleTree(table);
        if (!tree.root(signed.size()).equals(signed.root())) {
            throw new CheckpointException("its first " + signed.size() + " leaves have another root");
        }
        if (!MerkleProofs.isConsistent(
                signed, new TreeHead(size, tree.root(size)), tree.consistencyProof(signed.size(), size))) {
            throw new CheckpointException("it did not grow out of the tree of the checkpoint");
        }
        long first = Math.max(0, size - CHECKED_AT_START);
        List<AuditTable.Hashed> newest = table.hashedLeaves(first, CHECKED_AT_START);
        if (newest.size() != size - first) {
            throw new CheckpointException("leaves are missing");
        }
        for (int i = 0; i < newest.size(); i++) {
            AuditTable.Hashed one = newest.get(i);
            if (!one.hash().equals(MerkleHash.ofLeaf(one.leaf().toByteArray()))) {
                throw new CheckpointException("leaf " + (first + i) + " was changed");
            }
        }
    }

    /** Appends what is left and signs a last checkpoint. */
    @Override
    public void close() {
        task.close(CLOSE_TIMEOUT);
        append();
        checkpoint();
    }
}

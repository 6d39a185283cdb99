package dev.stead.mesh.audit;

import com.google.protobuf.ByteString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables of a log within one transaction. Every service's migrations make the same ones. */
record AuditTable(Handle handle) implements MerkleTree.Nodes {

    /** A leaf that has no place in the tree yet. */
    record Pending(long id, ByteString leaf) {}

    /** A leaf of the tree. */
    record Hashed(long seq, ByteString leaf, MerkleHash hash) {}

    void addPending(byte[] leaf) {
        handle.createUpdate("INSERT INTO audit_pending (leaf) VALUES (:leaf)")
                .bind("leaf", leaf)
                .execute();
    }

    /** Those that have committed, the oldest first. */
    List<Pending> pending(int limit) {
        return handle.createQuery("SELECT pending_id, leaf FROM audit_pending ORDER BY pending_id LIMIT :limit")
                .bind("limit", limit)
                .map((row, context) -> new Pending(row.getLong(1), ByteString.copyFrom(row.getBytes(2))))
                .list();
    }

    long size() {
        return handle.createQuery("SELECT size FROM audit_tree")
                .mapTo(Long.class)
                .one();
    }

    /** The size, and the right to change it until the end of the transaction: two processes never append at once. */
    long sizeForUpdate() {
        return handle.createQuery("SELECT size FROM audit_tree <forUpdate>")
                .mapTo(Long.class)
                .one();
    }

    /** Appends leaves to a tree that {@link #sizeForUpdate} has locked. */
    void append(long size, List<Pending> leaves) {
        MerkleFrontier frontier = MerkleFrontier.of(new MerkleTree(this), size);
        PreparedBatch rows =
                handle.prepareBatch("INSERT INTO audit_leaf (seq, leaf, leaf_hash) VALUES (:seq, :leaf, :hash)");
        PreparedBatch done = handle.prepareBatch("DELETE FROM audit_pending WHERE pending_id = :id");
        var subtrees = new ArrayList<Subtree>();
        for (Pending pending : leaves) {
            byte[] leaf = pending.leaf().toByteArray();
            MerkleHash hash = MerkleHash.ofLeaf(leaf);
            rows.bind("seq", frontier.size())
                    .bind("leaf", leaf)
                    .bind("hash", hash.bytes())
                    .add();
            done.bind("id", pending.id()).add();
            frontier.append(hash, (level, position, subtree) -> subtrees.add(new Subtree(level, position, subtree)));
        }
        rows.execute();
        done.execute();
        add(subtrees);
        handle.createUpdate("UPDATE audit_tree SET size = :size")
                .bind("size", frontier.size())
                .execute();
    }

    private void add(List<Subtree> subtrees) {
        if (subtrees.isEmpty()) {
            return;
        }
        PreparedBatch rows =
                handle.prepareBatch("INSERT INTO audit_node (level, position, hash) VALUES (:level, :position, :hash)");
        subtrees.forEach(subtree -> rows.bind("level", subtree.level())
                .bind("position", subtree.position())
                .bind("hash", subtree.hash().bytes())
                .add());
        rows.execute();
    }

    private record Subtree(int level, long position, MerkleHash hash) {}

    @Override
    public MerkleHash hash(int level, long position) {
        String sql = level == 0
                ? "SELECT leaf_hash FROM audit_leaf WHERE seq = :position"
                : "SELECT hash FROM audit_node WHERE level = " + level + " AND position = :position";
        return handle.createQuery(sql)
                .bind("position", position)
                .mapTo(byte[].class)
                .findOne()
                .map(AuditTable::stored)
                .orElseThrow(AuditTable::gone);
    }

    /** Of the right length, unless somebody wrote another. */
    private static MerkleHash stored(byte[] bytes) {
        try {
            return MerkleHash.of(bytes);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("a hash of its tree was changed");
        }
    }

    /** Leaves with the hashes that the tree knows them by. */
    List<Hashed> hashedLeaves(long first, int limit) {
        return handle.createQuery(
                        "SELECT seq, leaf, leaf_hash FROM audit_leaf WHERE seq >= :first ORDER BY seq LIMIT :limit")
                .bind("first", first)
                .bind("limit", limit)
                .map((row, context) -> hashed(row))
                .list();
    }

    private static Hashed hashed(ResultSet row) throws SQLException {
        return new Hashed(row.getLong(1), ByteString.copyFrom(row.getBytes(2)), stored(row.getBytes(3)));
    }

    List<byte[]> leaves(long first, int limit) {
        return handle.createQuery("SELECT leaf FROM audit_leaf WHERE seq >= :first ORDER BY seq LIMIT :limit")
                .bind("first", first)
                .bind("limit", limit)
                .mapTo(byte[].class)
                .list();
    }

    /** The leaves with these hashes, by them. For a store that has an index of them: another one would be read through. */
    Map<MerkleHash, Hashed> find(Set<MerkleHash> leafHashes) {
        var found = new HashMap<MerkleHash, Hashed>();
        if (!leafHashes.isEmpty()) {
            handle.createQuery("SELECT seq, leaf, leaf_hash FROM audit_leaf WHERE leaf_hash IN (<hashes>)")
                    .bindList(
                            "hashes", leafHashes.stream().map(MerkleHash::bytes).toList())
                    .map((row, context) -> hashed(row))
                    .forEach(leaf -> found.put(leaf.hash(), leaf));
        }
        return found;
    }

    /** A tree of these hashes only, the positions of each level, which are read at once. */
    MerkleTree tree(Map<Integer, Set<Long>> needed) {
        var hashes = new HashMap<Integer, Map<Long, MerkleHash>>();
        needed.forEach((level, positions) -> hashes.put(level, hashes(level, positions)));
        return new MerkleTree((level, position) -> Optional.ofNullable(
                        hashes.getOrDefault(level, Map.of()).get(position))
                .orElseThrow(AuditTable::gone));
    }

    private Map<Long, MerkleHash> hashes(int level, Set<Long> positions) {
        String sql = level == 0
                ? "SELECT seq, leaf_hash FROM audit_leaf WHERE seq IN (<positions>)"
                : "SELECT position, hash FROM audit_node WHERE level = " + level + " AND position IN (<positions>)";
        return handle.createQuery(sql)
                .bindList("positions", List.copyOf(positions))
                .map((row, context) -> Map.entry(row.getLong(1), stored(row.getBytes(2))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static CheckpointException gone() {
        return new CheckpointException("a hash of its tree is gone");
    }

    /** The checkpoint of the largest tree. */
    Optional<String> checkpoint() {
        return handle.createQuery("SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1")
                .mapTo(String.class)
                .findOne();
    }

    /** Keeps the first checkpoint of each size. */
    void addCheckpoint(long size, String note) {
        handle.createUpdate("INSERT INTO audit_checkpoint (size, note) VALUES (:size, :note)"
                        + " ON CONFLICT (size) DO NOTHING")
                .bind("size", size)
                .bind("note", note)
                .execute();
    }
}

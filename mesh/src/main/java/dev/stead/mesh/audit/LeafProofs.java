package dev.stead.mesh.audit;

import dev.stead.mesh.audit.AuditTable.Hashed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Leaves of a log, each proven to be in the tree of one checkpoint.
 *
 * @param checkpoint the signed note
 * @param consistencyProof that the tree begins with the one that whoever asks knows; empty if they know none, or a larger one
 * @param leaves by their hashes; a leaf that is not here is not in that tree
 */
public record LeafProofs(
        String checkpoint,
        CheckpointVerifier verifier,
        List<MerkleHash> consistencyProof,
        Map<MerkleHash, LeafProof> leaves) {
    public LeafProofs {
        consistencyProof = List.copyOf(consistencyProof);
        leaves = Map.copyOf(leaves);
    }

    /** Walks the tree twice: first to learn which hashes the proofs are made of, which are then read together. */
    static LeafProofs read(
            AuditTable table, String checkpoint, CheckpointVerifier verifier, Set<MerkleHash> leaves, long knownSize) {
        long size = verifier.open(checkpoint).size();
        long known = knownSize > size ? 0 : knownSize;
        Map<MerkleHash, Hashed> placed = table.find(leaves);
        placed.values().removeIf(leaf -> leaf.seq() >= size);
        var needed = new HashMap<Integer, Set<Long>>();
        var unread = new MerkleTree((level, position) -> {
            needed.computeIfAbsent(level, _ -> new TreeSet<>()).add(position);
            return MerkleHash.EMPTY;
        });
        placed.values().forEach(leaf -> unread.inclusionProof(leaf.seq(), size));
        List<MerkleHash> _ = consistencyProof(unread, known, size);
        MerkleTree tree = table.tree(needed);
        var proofs = new HashMap<MerkleHash, LeafProof>();
        placed.forEach((hash, leaf) ->
                proofs.put(hash, new LeafProof(leaf.seq(), leaf.leaf(), tree.inclusionProof(leaf.seq(), size))));
        return new LeafProofs(checkpoint, verifier, consistencyProof(tree, known, size), proofs);
    }

    private static List<MerkleHash> consistencyProof(MerkleTree tree, long known, long size) {
        return known < 1 ? List.of() : tree.consistencyProof(known, size);
    }
}

package dev.stead.mesh.audit;

import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** Reads them, each hash of the tree once: leaves that were added one after the other have most of their proofs in common. */
    static LeafProofs read(
            AuditTable table, String checkpoint, CheckpointVerifier verifier, Set<MerkleHash> leaves, long knownSize) {
        TreeHead signed = verifier.open(checkpoint);
        var hashes = new HashMap<List<Long>, MerkleHash>();
        var tree = new MerkleTree((level, position) ->
                hashes.computeIfAbsent(List.of((long) level, position), _ -> table.hash(level, position)));
        var proofs = new HashMap<MerkleHash, LeafProof>();
        for (MerkleHash hash : leaves) {
            table.find(hash)
                    .filter(placed -> placed.seq() < signed.size())
                    .ifPresent(placed -> proofs.put(
                            hash,
                            new LeafProof(
                                    placed.seq(), placed.leaf(), tree.inclusionProof(placed.seq(), signed.size()))));
        }
        List<MerkleHash> consistencyProof = knownSize < 1 || knownSize > signed.size()
                ? List.of()
                : tree.consistencyProof(knownSize, signed.size());
        return new LeafProofs(checkpoint, verifier, consistencyProof, proofs);
    }
}

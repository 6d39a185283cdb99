package dev.stead.task.domain.evidence;

import java.util.List;
import java.util.Map;

/**
 * That what evidence says is in the audit log, as whoever verifies it needs it. Hashes and leaves are in base64.
 *
 * @param checkpoint what the log signed: all proofs are about this tree
 * @param verifierKey what verifies the checkpoint
 * @param knownSize the size of the tree that {@code consistencyProof} begins with; 0 for none
 * @param leaves by their hashes; what is not here is not proven
 */
public record EvidenceProofs(
        String checkpoint,
        String verifierKey,
        long knownSize,
        List<String> consistencyProof,
        Map<LeafHash, InclusionProof> leaves) {
    public EvidenceProofs {
        consistencyProof = List.copyOf(consistencyProof);
        leaves = Map.copyOf(leaves);
    }

    /**
     * That a leaf is in the tree.
     *
     * @param index its place
     * @param hashes the one next to the leaf first
     */
    public record InclusionProof(long index, String leaf, List<String> hashes) {
        public InclusionProof {
            hashes = List.copyOf(hashes);
        }
    }
}

package dev.stead.mesh.audit;

import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import java.util.List;

/** A checkpoint that somebody keeps of another's log, to compare later ones with. */
public record StoredCheckpoint(CheckpointVerifier verifier, String note) {
    long size() {
        return tree().size();
    }

    /** @throws CheckpointException if what is kept was changed */
    public TreeHead tree() {
        return verifier.open(note);
    }

    /**
     * Requires that a later checkpoint of the same log is of a tree that begins with the remembered one.
     *
     * @return its size
     * @throws CheckpointException with what contradicts
     */
    public long requireContinuedBy(CheckpointVerifier key, String later, List<MerkleHash> consistencyProof) {
        if (!key.equals(verifier)) {
            throw new CheckpointException("it is signed by another key");
        }
        TreeHead before = tree();
        TreeHead now = verifier.open(later);
        if (now.size() < before.size()) {
            throw new CheckpointException("it has " + now.size() + " leaves, and had " + before.size()
                    + ": leaves were cut off, or an older store was restored");
        }
        if (!MerkleProofs.isConsistent(before, now, consistencyProof)) {
            throw new CheckpointException(
                    "its first " + before.size() + " leaves are not those that it had: the log was forked");
        }
        return now.size();
    }
}

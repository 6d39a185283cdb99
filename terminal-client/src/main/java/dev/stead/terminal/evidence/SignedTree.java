package dev.stead.terminal.evidence;

import dev.stead.mesh.audit.CheckpointException;
import dev.stead.mesh.audit.CheckpointVerifier;
import dev.stead.mesh.audit.MerkleHash;
import dev.stead.mesh.audit.MerkleProofs;
import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import dev.stead.mesh.audit.StoredCheckpoint;
import java.util.List;
import java.util.Optional;

/** The tree of the audit log that the proofs of a page are about. */
record SignedTree(TreeHead head) {
    private static final String ORIGIN = "stead/task";

    /** @return empty, with a finding, if nothing proves what the tree is */
    static Optional<SignedTree> of(JsonClaims page, Optional<StoredCheckpoint> kept, List<String> findings) {
        Optional<JsonClaims> log = page.object("log");
        if (log.isEmpty()) {
            findings.add("the task service has signed no checkpoint of its audit log");
            return Optional.empty();
        }
        try {
            CheckpointVerifier key = CheckpointVerifier.parse(log.get().text("verifier_key"));
            String note = log.get().text("checkpoint");
            TreeHead head = key.open(note);
            if (!key.origin().equals(ORIGIN)) {
                throw new CheckpointException("it is the log of " + key.origin());
            }
            if (kept.isPresent()) {
                requireGrownOut(kept.get(), key, log.get(), head);
            }
            return Optional.of(new SignedTree(head));
        } catch (CheckpointException wrong) {
            findings.add("the checkpoint: " + wrong.getMessage());
            return Optional.empty();
        }
    }

    private static void requireGrownOut(StoredCheckpoint kept, CheckpointVerifier key, JsonClaims log, TreeHead head) {
        long size = kept.tree().size();
        if (size > head.size()) {
            throw new CheckpointException("the kept one is later, of " + size + " leaves: export the evidence again");
        }
        if (size != head.size() && size != log.number("known_size")) {
            throw new CheckpointException("the evidence does not show that it grew out of the kept one, of " + size
                    + " leaves: export it again with that one");
        }
        boolean isSame = size == head.size();
        var _ = kept.requireContinuedBy(
                key,
                log.text("checkpoint"),
                isSame ? List.of() : MerkleProofs.of(log.byteStrings("consistency_proof")));
    }

    boolean contains(JsonClaims proof) {
        return MerkleProofs.isIncluded(
                MerkleHash.ofLeaf(proof.bytes("leaf")),
                proof.number("leaf_index"),
                head,
                MerkleProofs.of(proof.byteStrings("inclusion_proof")));
    }
}

package dev.stead.task.application.port;

import dev.stead.task.domain.evidence.EvidenceProofs;
import dev.stead.task.domain.evidence.LeafHash;
import java.util.Optional;
import java.util.Set;

/** Proves that acts are in the audit log. Thread-safe. */
public interface ActProofs {
    /**
     * What was committed before is in the tree that is signed, if it is in the log at all.
     *
     * @param knownSize of an earlier tree, which the proven one is to begin with; 0 for none
     * @return empty if the log signs nothing
     */
    Optional<EvidenceProofs> prove(Set<LeafHash> leaves, long knownSize);
}

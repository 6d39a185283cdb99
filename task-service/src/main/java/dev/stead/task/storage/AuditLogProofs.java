package dev.stead.task.storage;

import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.audit.CheckpointException;
import dev.stead.mesh.audit.LeafProof;
import dev.stead.mesh.audit.LeafProofs;
import dev.stead.mesh.audit.MerkleHash;
import dev.stead.task.application.port.ActProofs;
import dev.stead.task.domain.evidence.EvidenceProofs;
import dev.stead.task.domain.evidence.LeafHash;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves acts by the service's audit log. Thread-safe. */
public final class AuditLogProofs implements ActProofs {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLogProofs.class);

    private final AuditLog log;

    public AuditLogProofs(AuditLog log) {
        this.log = log;
    }

    @Override
    public Optional<EvidenceProofs> prove(Set<LeafHash> leaves, long knownSize) {
        try {
            return log.prove(leaves.stream().map(AuditLogProofs::hash).collect(Collectors.toSet()), knownSize)
                    .map(found -> proofs(found, knownSize));
        } catch (CheckpointException damaged) {
            // Evidence is exported all the same, and says that nothing is proven.
            LOG.error("the audit log proves nothing: {}", damaged.getMessage());
            return Optional.empty();
        }
    }

    private static EvidenceProofs proofs(LeafProofs found, long knownSize) {
        Map<LeafHash, EvidenceProofs.InclusionProof> leaves = found.leaves().entrySet().stream()
                .collect(Collectors.toMap(
                        each -> new LeafHash(each.getKey().toString()), each -> proof(each.getValue())));
        return new EvidenceProofs(
                found.checkpoint(),
                found.verifier().text(),
                Math.max(0, knownSize),
                texts(found.consistencyProof()),
                leaves);
    }

    private static EvidenceProofs.InclusionProof proof(LeafProof proof) {
        return new EvidenceProofs.InclusionProof(
                proof.index(), text(proof.leaf().toByteArray()), texts(proof.inclusionProof()));
    }

    private static List<String> texts(List<MerkleHash> hashes) {
        return hashes.stream().map(hash -> text(hash.bytes())).toList();
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static MerkleHash hash(LeafHash leaf) {
        return MerkleHash.of(HexFormat.of().parseHex(leaf.hex()));
    }
}

package dev.stead.mesh.audit;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * The proof that a leaf is in a tree.
 *
 * @param index its place; the first is 0
 * @param leaf as it is hashed
 */
public record LeafProof(long index, ByteString leaf, List<MerkleHash> inclusionProof) {
    public LeafProof {
        inclusionProof = List.copyOf(inclusionProof);
    }
}

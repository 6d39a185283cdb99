package dev.stead.mesh.audit;

import com.google.protobuf.ByteString;
import java.util.List;

/** Verifies proofs with nothing but the proof and roots (RFC 9162, sections 2.1.3.2 and 2.1.4.2). */
public final class MerkleProofs {
    private MerkleProofs() {}

    /** A tree as a checkpoint states it. */
    public record TreeHead(long size, MerkleHash root) {}

    /**
     * A proof as messages carry it.
     *
     * @throws CheckpointException if it is none
     */
    public static List<MerkleHash> of(List<ByteString> hashes) {
        try {
            return hashes.stream()
                    .map(hash -> MerkleHash.of(hash.toByteArray()))
                    .toList();
        } catch (IllegalArgumentException malformed) {
            throw new CheckpointException("its proof cannot be read");
        }
    }

    /** Whether the leaf with this hash is at this position of the tree. */
    public static boolean isIncluded(MerkleHash leafHash, long index, TreeHead tree, List<MerkleHash> proof) {
        if (index < 0 || index >= tree.size()) {
            return false;
        }
        long node = index;
        long last = tree.size() - 1;
        MerkleHash hash = leafHash;
        for (MerkleHash sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = MerkleHash.ofNode(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = MerkleHash.ofNode(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(tree.root());
    }

    /** Whether the later tree begins with the earlier one. Every tree begins with the empty one. */
    public static boolean isConsistent(TreeHead earlier, TreeHead later, List<MerkleHash> proof) {
        if (earlier.size() < 0 || earlier.size() > later.size()) {
            return false;
        }
        if (earlier.size() == 0) {
            return proof.isEmpty() && earlier.root().equals(MerkleHash.EMPTY);
        }
        if (earlier.size() == later.size()) {
            return proof.isEmpty() && earlier.root().equals(later.root());
        }
        boolean isComplete = Long.bitCount(earlier.size()) == 1;
        if (proof.isEmpty() && !isComplete) {
            return false;
        }
        return isComplete
                ? walk(earlier, later, earlier.root(), proof)
                : walk(earlier, later, proof.getFirst(), proof.subList(1, proof.size()));
    }

    private static boolean walk(TreeHead earlier, TreeHead later, MerkleHash start, List<MerkleHash> rest) {
        int skipped = Long.numberOfTrailingZeros(earlier.size());
        long node = (earlier.size() - 1) >> skipped;
        long last = (later.size() - 1) >> skipped;
        MerkleHash before = start;
        MerkleHash after = start;
        for (MerkleHash sibling : rest) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                before = MerkleHash.ofNode(sibling, before);
                after = MerkleHash.ofNode(sibling, after);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                after = MerkleHash.ofNode(after, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && before.equals(earlier.root()) && after.equals(later.root());
    }
}

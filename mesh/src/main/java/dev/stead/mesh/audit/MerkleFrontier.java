package dev.stead.mesh.audit;

import org.jspecify.annotations.Nullable;

/**
 * The right edge of a tree: the hash of each complete subtree that has no complete one above it, one for each bit of the tree's size.
 * All that appending needs to know. Not thread-safe.
 */
public final class MerkleFrontier {
    private final @Nullable MerkleHash[] edge = new MerkleHash[Long.SIZE];
    private long size;

    /** Is given each subtree that a new leaf completes. */
    public interface Subtrees {
        /** @param level 1 for a subtree of two leaves */
        void completed(int level, long position, MerkleHash hash);
    }

    /** The edge of an empty tree. */
    public MerkleFrontier() {}

    /** The edge of a stored tree. */
    public static MerkleFrontier of(MerkleTree tree, long size) {
        var frontier = new MerkleFrontier();
        frontier.size = size;
        for (int level = 0; level < Long.SIZE - 1; level++) {
            if ((size >> level & 1) == 1) {
                frontier.edge[level] = tree.nodes().hash(level, (size >> level) - 1);
            }
        }
        return frontier;
    }

    public long size() {
        return size;
    }

    /** Appends a leaf. On average it completes one subtree, and at most one a level. */
    public void append(MerkleHash leafHash, Subtrees subtrees) {
        MerkleHash hash = leafHash;
        int level = 0;
        for (MerkleHash left = edge[0]; left != null; left = edge[level]) {
            edge[level] = null;
            hash = MerkleHash.ofNode(left, hash);
            level++;
            subtrees.completed(level, size >> level, hash);
        }
        edge[level] = hash;
        size++;
    }

    public MerkleHash root() {
        MerkleHash root = null;
        for (MerkleHash left : edge) {
            if (left != null) {
                root = root == null ? left : MerkleHash.ofNode(left, root);
            }
        }
        return root == null ? MerkleHash.EMPTY : root;
    }
}

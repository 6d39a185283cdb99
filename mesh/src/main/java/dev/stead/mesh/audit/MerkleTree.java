package dev.stead.mesh.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Roots and proofs of a tree whose complete subtrees are stored (RFC 9162, sections 2.1.1, 2.1.3.1 and 2.1.4.1). Each is put together
 * from as many stored hashes as the square of the tree's height, at most; no leaf is read.
 *
 * @param nodes the stored hashes
 */
public record MerkleTree(Nodes nodes) {

    /** The hashes of complete subtrees. */
    public interface Nodes {
        /**
         * The hash of the leaves from {@code position << level} on, {@code 1 << level} of them.
         *
         * @param level 0 for a leaf
         */
        MerkleHash hash(int level, long position);
    }

    /** The root of the first leaves. */
    public MerkleHash root(long size) {
        return size == 0 ? MerkleHash.EMPTY : hash(0, size);
    }

    /** The proof that a leaf is in the tree of a size, the hash next to the leaf first. */
    public List<MerkleHash> inclusionProof(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " is not in a tree of " + size);
        }
        var proof = new ArrayList<MerkleHash>();
        long begin = 0;
        long end = size;
        while (end - begin > 1) {
            long middle = begin + split(end - begin);
            if (index < middle) {
                proof.add(hash(middle, end));
                end = middle;
            } else {
                proof.add(hash(begin, middle));
                begin = middle;
            }
        }
        return proof.reversed();
    }

    /** The proof that the tree of a size begins with that of an earlier size. Empty if they are the same. */
    public List<MerkleHash> consistencyProof(long earlier, long size) {
        if (earlier < 1 || earlier > size) {
            throw new IllegalArgumentException("a tree of " + size + " has no earlier size " + earlier);
        }
        var proof = new ArrayList<MerkleHash>();
        long begin = 0;
        long end = size;
        while (earlier != end) {
            long middle = begin + split(end - begin);
            if (earlier <= middle) {
                proof.add(hash(middle, end));
                end = middle;
            } else {
                proof.add(hash(begin, middle));
                begin = middle;
            }
        }
        // The earlier tree's own root is known to whoever asks, unless the walk has left its first half.
        if (begin != 0) {
            proof.add(hash(begin, end));
        }
        return proof.reversed();
    }

    private MerkleHash hash(long begin, long end) {
        long count = end - begin;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return nodes.hash(level, begin >> level);
        }
        long middle = begin + split(count);
        return MerkleHash.ofNode(hash(begin, middle), hash(middle, end));
    }

    /** The largest power of two below a count of at least 2. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}

package dev.stead.mesh.audit;

import java.util.ArrayList;
import java.util.List;

/** RFC 9162, sections 2.1.1, 2.1.3.1 and 2.1.4.1, word by word: the oracle. */
final class PlainTree {
    private PlainTree() {}

    static MerkleHash root(List<MerkleHash> leaves) {
        int n = leaves.size();
        if (n == 0) {
            return MerkleHash.EMPTY;
        }
        if (n == 1) {
            return leaves.getFirst();
        }
        int k = largestPowerOfTwoBelow(n);
        return MerkleHash.ofNode(root(leaves.subList(0, k)), root(leaves.subList(k, n)));
    }

    static List<MerkleHash> path(int m, List<MerkleHash> leaves) {
        int n = leaves.size();
        if (n == 1) {
            return List.of();
        }
        int k = largestPowerOfTwoBelow(n);
        return m < k
                ? followedBy(path(m, leaves.subList(0, k)), root(leaves.subList(k, n)))
                : followedBy(path(m - k, leaves.subList(k, n)), root(leaves.subList(0, k)));
    }

    static List<MerkleHash> proof(int m, List<MerkleHash> leaves) {
        return subproof(m, leaves, true);
    }

    private static List<MerkleHash> subproof(int m, List<MerkleHash> leaves, boolean isComplete) {
        int n = leaves.size();
        if (m == n) {
            return isComplete ? List.of() : List.of(root(leaves));
        }
        int k = largestPowerOfTwoBelow(n);
        return m <= k
                ? followedBy(subproof(m, leaves.subList(0, k), isComplete), root(leaves.subList(k, n)))
                : followedBy(subproof(m - k, leaves.subList(k, n), false), root(leaves.subList(0, k)));
    }

    private static List<MerkleHash> followedBy(List<MerkleHash> first, MerkleHash last) {
        var all = new ArrayList<>(first);
        all.add(last);
        return all;
    }

    private static int largestPowerOfTwoBelow(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }
}

package dev.stead.mesh.audit;

import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A tree in memory, built as the stored one is: each completed subtree is kept. */
final class MemoryTree {
    private final MerkleFrontier frontier = new MerkleFrontier();
    private final List<MerkleHash> leaves = new ArrayList<>();
    private final Map<String, MerkleHash> subtrees = new HashMap<>();

    MerkleHash append(byte[] leaf) {
        MerkleHash hash = MerkleHash.ofLeaf(leaf);
        leaves.add(hash);
        frontier.append(hash, (level, position, subtree) -> subtrees.put(level + "/" + position, subtree));
        return hash;
    }

    MerkleTree tree() {
        return new MerkleTree((level, position) -> level == 0
                ? leaves.get((int) position)
                : Objects.requireNonNull(subtrees.get(level + "/" + position), level + "/" + position));
    }

    MerkleFrontier frontier() {
        return frontier;
    }

    MerkleHash leaf(int index) {
        return leaves.get(index);
    }

    TreeHead head(long size) {
        return new TreeHead(size, tree().root(size));
    }
}

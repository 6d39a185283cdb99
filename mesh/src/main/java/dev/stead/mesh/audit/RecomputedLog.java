package dev.stead.mesh.audit;

import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Computes a log's tree again from its leaves, and compares it with what was signed of it. Finds every leaf changed, moved, taken out or
 * put in before the largest of the signed trees: at least one of the roots then differs. Not thread-safe.
 */
public final class RecomputedLog {
    private final MerkleFrontier frontier = new MerkleFrontier();
    private final SortedMap<Long, List<MerkleHash>> signed = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();

    /** @param heads what was signed of this log, by whomever it is remembered */
    public RecomputedLog(List<TreeHead> heads) {
        heads.forEach(head ->
                signed.computeIfAbsent(head.size(), _ -> new ArrayList<>()).add(head.root()));
        compare();
    }

    /** Takes the next leaf. */
    public void leaf(byte[] leaf) {
        frontier.append(MerkleHash.ofLeaf(leaf), (_, _, _) -> {});
        compare();
    }

    public long size() {
        return frontier.size();
    }

    /** What is wrong, for people, after the last leaf. Empty if the log is as it was signed. */
    public List<String> findings() {
        var all = new ArrayList<>(findings);
        signed.tailMap(size() + 1)
                .keySet()
                .forEach(size -> all.add("a tree of " + size + " leaves was signed, and the log has " + size()));
        return all;
    }

    private void compare() {
        List<MerkleHash> roots = signed.getOrDefault(size(), List.of());
        if (!roots.isEmpty()) {
            MerkleHash root = frontier.root();
            roots.stream()
                    .filter(other -> !other.equals(root))
                    .forEach(_ -> findings.add("the first " + size() + " leaves are not those that were signed"));
        }
    }
}

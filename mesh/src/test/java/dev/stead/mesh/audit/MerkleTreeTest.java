package dev.stead.mesh.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree against the vectors of Certificate Transparency and against a plain reading of RFC 9162. */
class MerkleTreeTest {
    /** The leaves and roots of the reference tests of Certificate Transparency (merkle_tree_test.cc, testonly/reference.go). */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThoseOfCertificateTransparency() {
        var tree = new MemoryTree();
        assertThat(tree.tree().root(0)).hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (int i = 0; i < LEAVES.size(); i++) {
            tree.append(HexFormat.of().parseHex(LEAVES.get(i)));
            assertThat(tree.frontier().root()).hasToString(ROOTS.get(i));
            assertThat(tree.tree().root(i + 1)).hasToString(ROOTS.get(i));
        }
    }

    @Test
    void proofsAreThoseOfCertificateTransparency() {
        var tree = new MemoryTree();
        LEAVES.forEach(leaf -> tree.append(HexFormat.of().parseHex(leaf)));

        assertThat(tree.tree().inclusionProof(0, 8))
                .map(MerkleHash::toString)
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(tree.tree().inclusionProof(5, 8))
                .map(MerkleHash::toString)
                .containsExactly(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(tree.tree().consistencyProof(6, 8))
                .map(MerkleHash::toString)
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(tree.tree().consistencyProof(2, 5))
                .map(MerkleHash::toString)
                .containsExactly(
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    }

    /** Every tree up to 70 leaves, every leaf of it, every earlier size of it. */
    @Test
    void everyProofOfASmallTreeIsThatOfTheDefinition() {
        var tree = new MemoryTree();
        List<MerkleHash> leaves = new ArrayList<>();
        for (int size = 1; size <= 70; size++) {
            leaves.add(tree.append(("leaf " + size).getBytes(StandardCharsets.UTF_8)));
            MerkleHash root = PlainTree.root(leaves);
            assertThat(tree.tree().root(size)).isEqualTo(root);
            assertThat(tree.frontier().root()).isEqualTo(root);
            assertThat(MerkleFrontier.of(tree.tree(), size).root()).isEqualTo(root);
            var head = new TreeHead(size, root);
            for (int i = 0; i < size; i++) {
                List<MerkleHash> path = tree.tree().inclusionProof(i, size);
                assertThat(path).isEqualTo(PlainTree.path(i, leaves));
                assertThat(MerkleProofs.isIncluded(leaves.get(i), i, head, path))
                        .isTrue();
                List<MerkleHash> proof = tree.tree().consistencyProof(i + 1, size);
                assertThat(proof).isEqualTo(PlainTree.proof(i + 1, leaves));
                assertThat(MerkleProofs.isConsistent(tree.head(i + 1), head, proof))
                        .isTrue();
            }
        }
    }

    static LongStream seeds() {
        return new Random().longs(20);
    }

    /** Random sizes, and each proof with one thing wrong: it must not verify. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aProofOfSomethingElseDoesNotVerify(long seed) {
        var random = new Random(seed);
        var tree = new MemoryTree();
        int size = 2 + random.nextInt(2_000);
        IntStream.range(0, size).forEach(i -> tree.append(new byte[] {(byte) i, (byte) (i >> 8)}));
        var head = tree.head(size);
        for (int i = 0; i < 200; i++) {
            int index = random.nextInt(size);
            int earlier = 1 + random.nextInt(size);
            List<MerkleHash> path = tree.tree().inclusionProof(index, size);
            List<MerkleHash> proof = tree.tree().consistencyProof(earlier, size);
            assertThat(MerkleProofs.isIncluded(tree.leaf(index), index, head, path))
                    .isTrue();
            assertThat(MerkleProofs.isConsistent(tree.head(earlier), head, proof))
                    .isTrue();

            int other = (index + 1 + random.nextInt(size - 1)) % size;
            assertThat(MerkleProofs.isIncluded(tree.leaf(other), index, head, path))
                    .isFalse();
            assertThat(MerkleProofs.isIncluded(tree.leaf(index), other, head, path))
                    .isFalse();
            assertThat(MerkleProofs.isIncluded(tree.leaf(index), index, head, changed(path, random)))
                    .isFalse();
            assertThat(MerkleProofs.isConsistent(tree.head(earlier), head, changed(proof, random)))
                    .isFalse();
            var forged = new TreeHead(earlier, MerkleHash.ofNode(head.root(), head.root()));
            assertThat(MerkleProofs.isConsistent(forged, head, proof)).isFalse();
        }
    }

    @Test
    void aTreeHasNoProofsOutsideOfItself() {
        var tree = new MemoryTree();
        tree.append(new byte[1]);
        assertThatThrownBy(() -> tree.tree().inclusionProof(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.tree().inclusionProof(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.tree().consistencyProof(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.tree().consistencyProof(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(MerkleProofs.isConsistent(new TreeHead(0, MerkleHash.EMPTY), tree.head(1), List.of()))
                .isTrue();
        assertThat(MerkleProofs.isConsistent(tree.head(1), new TreeHead(0, MerkleHash.EMPTY), List.of()))
                .isFalse();
    }

    /** With a hash replaced, left out or added. */
    private static List<MerkleHash> changed(List<MerkleHash> proof, Random random) {
        List<MerkleHash> changed = new ArrayList<>(proof);
        switch (proof.isEmpty() ? 0 : random.nextInt(3)) {
            case 0 -> changed.add(random.nextInt(proof.size() + 1), MerkleHash.EMPTY);
            case 1 -> changed.remove(random.nextInt(proof.size()));
            default -> changed.set(random.nextInt(proof.size()), MerkleHash.EMPTY);
        }
        return changed;
    }
}

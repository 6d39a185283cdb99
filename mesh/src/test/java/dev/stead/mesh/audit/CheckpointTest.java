package dev.stead.mesh.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.SettingsException;
import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import dev.stead.mesh.security.AssertionKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed checkpoints, in the form that other verifiers of C2SP read. */
class CheckpointTest {
    /** The example of golang.org/x/mod/sumdb/note, where signed notes come from. */
    private static final String PETER_NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    private static final TreeHead TREE = new TreeHead(7, MerkleHash.ofLeaf(new byte[] {7}));

    @TempDir
    private Path folder;

    private CheckpointSigner signer(String name) {
        return CheckpointSigner.read(AssertionKeys.open(folder.resolve(name)).privateKey(), "stead/task");
    }

    @Test
    void notesOfOtherSignersVerify() {
        CheckpointVerifier verifier = CheckpointVerifier.parse(PETER_NEUMANN);
        assertThat(verifier.text()).isEqualTo(PETER_NEUMANN);
        assertThat(verifier.signedText(NOTE)).startsWith("If you think").endsWith("problem is.\n");
        assertThatThrownBy(() -> verifier.signedText(NOTE.replace("answer", "Answer")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("not signed");
    }

    @Test
    void aCheckpointIsReadAsItWasSigned() {
        CheckpointSigner signer = signer("own");
        String note = signer.sign(TREE);
        assertThat(note).startsWith("stead/task\n7\n").contains("\n\n— stead/task ");
        assertThat(CheckpointVerifier.parse(signer.verifier().text()).open(note))
                .isEqualTo(TREE);
    }

    @Test
    void nothingElseIsACheckpoint() {
        CheckpointSigner signer = signer("own");
        CheckpointVerifier verifier = signer.verifier();
        String note = signer.sign(TREE);
        for (String other : new String[] {
            "",
            "\n\n",
            "stead/task\n7\n",
            note.replace("\n7\n", "\n8\n"),
            note.replace("stead/task\n", "stead/other\n"),
            note.replace("— ", "- "),
            signer("other").sign(TREE)
        }) {
            assertThatThrownBy(() -> verifier.open(other)).isInstanceOf(CheckpointException.class);
        }
        for (String key : new String[] {
            "", "a+b", "stead/task+00000000+" + verifier.text().split("\\+", 3)[2]
        }) {
            assertThatThrownBy(() -> CheckpointVerifier.parse(key)).isInstanceOf(CheckpointException.class);
        }
    }

    @Test
    void aFileThatIsNoKeyIsRefusedByItsSetting() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "{\"kty\":\"OKP\",\"d\":\"secret\"}");
        assertThatThrownBy(() -> CheckpointSigner.read(file, "stead/task"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_AUDIT_KEY_FILE")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> CheckpointSigner.read(folder.resolve("none"), "stead/task"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("cannot be read");
    }
}

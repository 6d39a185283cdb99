package dev.stead.terminal.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.terminal.face.Checksums;
import dev.stead.terminal.face.FaceChain;
import dev.stead.terminal.face.ModelFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFilesTest {
    private static final Path PACKAGES = Path.of("node_modules");

    @TempDir
    private Path folder;

    private final SampleFiles embeddings = new SampleFiles(
            () -> {
                throw new AssertionError("no picture, no face chain");
            },
            "model@1");

    @Test
    void aFolderOfPicturesGivesItsPeople() throws IOException {
        Path ana = Files.createDirectories(folder.resolve("ana"));
        Files.copy(Checksums.verified(PACKAGES, "@vladmandic/face-api/demo/sample1.jpg"), ana.resolve("1.JPG"));
        Files.writeString(ana.resolve("notes.txt"), "not a sample");
        Files.createDirectories(folder.resolve(".hidden"));
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(PACKAGES))) {
            PeopleFolder people = PeopleFolder.open(folder, new SampleFiles(() -> chain, "unused@1"));
            assertThat(people.people()).isEqualTo(1);
            assertThat(people.subjectId(0)).isEqualTo("ana");
            assertThat(people.enrolment(0)).singleElement().satisfies(sample -> {
                assertThat(sample.model()).isEqualTo(ModelFiles.DEMONSTRATION_MODEL);
                assertThat(sample.dimension()).isEqualTo(512);
            });
            assertThat(people.probe(0, 1).littleEndian())
                    .isEqualTo(people.enrolment(0).getFirst().littleEndian());
        }
    }

    @Test
    void aPictureWithoutAFaceSaysSo() throws IOException {
        Path grey = folder.resolve("grey.png");
        ImageIO.write(new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB), "png", grey.toFile());
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(PACKAGES))) {
            assertThatThrownBy(() -> new SampleFiles(() -> chain, "unused@1").read(grey))
                    .isInstanceOf(SampleException.class)
                    .hasMessageContaining("grey.png shows no face");
            Path broken = Files.writeString(folder.resolve("broken.jpg"), "not a picture");
            assertThatThrownBy(() -> new SampleFiles(() -> chain, "unused@1").read(broken))
                    .isInstanceOf(SampleException.class)
                    .hasMessageContaining("convert it to JPEG or PNG");
        }
    }

    @Test
    void anEmbeddingIsReadAsItIs() throws IOException {
        Path file = Files.write(folder.resolve("one.f32"), new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        CapturedSample sample = embeddings.read(file);
        assertThat(sample.dimension()).isEqualTo(2);
        assertThat(sample.littleEndian()).isEqualTo(Files.readAllBytes(file));
        assertThat(sample.toString()).isEqualTo("CapturedSample[model@1, 2 floats, quality 100]");
    }

    @Test
    void aFileOfRowsIsAPersonARow() throws IOException {
        Path file = Files.write(folder.resolve("rows.f32"), new byte[24]);
        EmbeddingFile rows = EmbeddingFile.open(file, 3, "model@1");
        assertThat(rows.people()).isEqualTo(2);
        assertThat(rows.subjectId(1)).isEqualTo("row-0000001");
        assertThat(rows.enrolment(1)).hasSize(1);
        assertThatThrownBy(() -> EmbeddingFile.open(file, 4, "model@1"))
                .isInstanceOf(SampleException.class)
                .hasMessageContaining("has 6 numbers: not a whole number of rows of 4");
    }

    @Test
    void badFilesAreRefusedWithTheReason() throws IOException {
        Path cut = Files.write(folder.resolve("cut.f32"), new byte[7]);
        assertThatThrownBy(() -> embeddings.read(cut)).hasMessageContaining("has 7 bytes");
        assertThatThrownBy(() -> embeddings.read(folder.resolve("none.f32")))
                .isInstanceOf(SampleException.class)
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> embeddings.read(folder.resolve("x.doc"))).hasMessageContaining("neither a picture");
    }

    @Test
    void aBadFolderIsRefusedWithTheReason() throws IOException {
        assertThatThrownBy(() -> PeopleFolder.open(folder, embeddings)).hasMessageContaining("has no sub-folder");
        Files.createDirectories(folder.resolve("bad name"));
        assertThatThrownBy(() -> PeopleFolder.open(folder, embeddings)).hasMessageContaining("rename it");
        assertThatThrownBy(() -> PeopleFolder.open(folder.resolve("none"), embeddings))
                .isInstanceOf(SampleException.class)
                .hasMessageContaining("cannot be listed");
    }
}

package dev.stead.terminal.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.stead.terminal.face.Checksums;
import dev.stead.terminal.face.FaceChain;
import dev.stead.terminal.face.ModelFiles;
import dev.stead.terminal.face.PadScore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFilesTest {
    private static final Path PACKAGES = Path.of("node_modules");

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private final SampleFiles embeddings = reader(
            () -> {
                throw new AssertionError("no picture, no face chain");
            },
            FacePolicy.REFUSE);

    private SampleFiles reader(Supplier<FaceChain> chain, FacePolicy policy) {
        return new SampleFiles(chain, "model@1", policy, notes::add);
    }

    private static BufferedImage group() throws IOException {
        return ImageIO.read(Checksums.verified(PACKAGES, "@vladmandic/face-api/demo/sample2.jpg")
                .toFile());
    }

    /** One of the three people of a demonstration picture, alone. */
    private static BufferedImage alone() throws IOException {
        return group().getSubimage(1380, 0, 420, 520);
    }

    private static Path write(Path file, BufferedImage picture, String format) throws IOException {
        return Files.write(file, MadePictures.encoded(picture, format));
    }

    @Test
    void aFolderOfPicturesGivesItsPeople() throws IOException {
        Path ana = Files.createDirectories(folder.resolve("ana"));
        write(ana.resolve("1.JFIF"), alone(), "jpeg");
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(PACKAGES))) {
            PeopleFolder people = PeopleFolder.open(folder, reader(() -> chain, FacePolicy.REFUSE), notTaken -> {
                throw notTaken;
            });
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
            assertThatThrownBy(() -> reader(() -> chain, FacePolicy.REFUSE).read(grey))
                    .isInstanceOf(SampleException.class)
                    .hasMessageContaining("NO_FACE")
                    .hasMessageContaining("grey.png shows no face");
        }
    }

    @Test
    void aFaceThatLiesOnItsSideIsTheSamePerson() throws IOException {
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(PACKAGES), 2)) {
            SampleFiles reader = reader(() -> chain, FacePolicy.REFUSE);
            byte[] upright =
                    reader.read(write(folder.resolve("0.png"), alone(), "png")).littleEndian();
            for (int tag = 1; tag <= 8; tag++) {
                // Turning a picture that was turned by the inverse tag gives the upright one.
                int inverse = tag == 6 ? 8 : tag == 8 ? 6 : tag;
                byte[] exif = MadePictures.exif(inverse, ByteOrder.LITTLE_ENDIAN);
                byte[] lying = MadePictures.pngWithExif(MadePictures.encoded(alone(), "png"), exif);
                BufferedImage stored = PictureReader.read(Path.of("x"), lying);
                Path file = Files.write(
                        folder.resolve(tag + ".png"),
                        MadePictures.pngWithExif(
                                MadePictures.encoded(stored, "png"), MadePictures.exif(tag, ByteOrder.BIG_ENDIAN)));
                assertThat(reader.read(file).littleEndian()).as("tag %d", tag).isEqualTo(upright);
            }
        }
    }

    @Test
    void aPictureOfSeveralPeopleIsNeverTakenSilently() throws IOException {
        Path file = write(folder.resolve("group.jpg"), group(), "jpeg");
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(PACKAGES), 2)) {
            assertThatThrownBy(() -> reader(() -> chain, FacePolicy.REFUSE).read(file))
                    .isInstanceOf(SampleException.class)
                    .hasMessageContaining("SEVERAL_FACES")
                    .hasMessageContaining("group.jpg shows 3 faces")
                    .hasMessageContaining("--faces");
            assertThat(notes).isEmpty();
            assertThat(reader(() -> chain, FacePolicy.LARGEST).read(file).dimension())
                    .isEqualTo(512);
            assertThat(notes)
                    .singleElement()
                    .asString()
                    .contains("group.jpg shows 3 faces")
                    .endsWith("the largest is taken");
        }
    }

    @Test
    void theNumberOfFacesTravelsWithTheSample() throws IOException {
        Path three = write(folder.resolve("three.png"), group(), "png");
        Path one = write(folder.resolve("one.png"), alone(), "png");
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(PACKAGES))) {
            SampleFiles reader = reader(() -> chain, FacePolicy.LARGEST);
            assertThat(reader.read(three).faceCount()).isEqualTo(3);
            assertThat(reader.read(one).faceCount()).isEqualTo(1);
        }
    }

    @Test
    void framesOfOnePresentationAreJudgedTogether() throws IOException {
        Path frame = write(folder.resolve("frame.png"), alone(), "png");
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(PACKAGES))) {
            SampleFiles reader = reader(() -> chain, FacePolicy.REFUSE);
            assertThat(reader.read(frame).pad().method()).isEqualTo(PadScore.TEXTURE);
            List<CapturedSample> presentation = reader.readAll(List.of(frame, frame));
            assertThat(presentation.getFirst().pad())
                    .isEqualTo(reader.read(frame).pad());
            assertThat(presentation.getLast().pad()).isEqualTo(new PadScore(PadScore.TEXTURE_AND_DEPTH, 0));
        }
    }

    @Test
    void nothingIsLoadedForAFileThatCannotBeRead() throws IOException {
        Path good = write(folder.resolve("good.png"), alone(), "png");
        Path broken = Files.writeString(folder.resolve("broken.jpg"), "not a picture");
        Path link = Files.createSymbolicLink(folder.resolve("link.jpg"), Path.of("nowhere.jpg"));
        Path none = folder.resolve("none.jpg");
        // The face chain of this reader is an error.
        assertThatThrownBy(() -> embeddings.read(broken)).hasMessageContaining("give JPEG, PNG, WebP");
        assertThatThrownBy(() -> embeddings.readAll(List.of(good, none))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> embeddings.readAll(List.of(good, link))).hasMessageContaining("link to nothing");
        assertThatThrownBy(() -> embeddings.readAll(List.of(good, folder))).hasMessageContaining("is a folder");
    }

    @Test
    void aFileOfTooManyBytesIsRefusedBeforeItIsRead() throws IOException {
        Path large = folder.resolve("large.jpg");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(PictureReader.MAX_BYTES + 1L);
        }
        assertThatThrownBy(() -> embeddings.read(large))
                .isInstanceOf(SampleException.class)
                .hasMessageContaining("FILE_TOO_LARGE")
                .hasMessageContaining("67108864 bytes");
        Path numbers = Files.write(folder.resolve("large.f32"), new byte[70_000]);
        assertThatThrownBy(() -> embeddings.read(numbers)).hasMessageContaining("FILE_TOO_LARGE");
    }

    /** Files of /proc say that they have no bytes; one that is written while it is read has more than it said. */
    @Test
    void aFileThatHasMoreBytesThanItSaysIsRefusedToo() throws IOException {
        Path endless = Path.of("/proc/kallsyms");
        assumeThat(endless).isReadable();
        Path link = Files.createSymbolicLink(folder.resolve("endless.f32"), endless);
        assertThat(Files.size(link)).isZero();
        assertThatThrownBy(() -> embeddings.read(link)).hasMessageContaining("FILE_TOO_LARGE");
    }

    @Test
    void aDeviceIsNoFileWhateverLinksToIt() throws IOException {
        Path device = Path.of("/dev/zero");
        assumeThat(device).exists();
        Path link = Files.createSymbolicLink(folder.resolve("zero.jpg"), device);
        assertThatThrownBy(() -> embeddings.read(link)).hasMessageContaining("it is not a file: give a file");
    }

    @Test
    void theNameOfAFileCannotWriteASecondLine() throws IOException {
        Path odd = Files.writeString(folder.resolve("a\nnot taken: b\u001B[2J\u202E.jpg"), "text");
        assertThatThrownBy(() -> embeddings.read(odd))
                .hasMessageContaining("a\\u000Anot taken: b\\u001B[2J\\u202E.jpg is not a picture");
    }

    @Test
    void anEmbeddingIsReadAsItIs() throws IOException {
        Path file = Files.write(folder.resolve("one.f32"), new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        CapturedSample sample = embeddings.read(file);
        assertThat(sample.dimension()).isEqualTo(2);
        assertThat(sample.littleEndian()).isEqualTo(Files.readAllBytes(file));
        assertThat(sample.toString()).isEqualTo("CapturedSample[model@1, 2 floats, quality 100]");
        assertThat(sample.faceCount()).isEqualTo(1);
        assertThat(sample.pad()).isEqualTo(PadScore.NONE);
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
        Path wrong = Files.write(folder.resolve("nan.f32"), new byte[] {0, 0, (byte) 0xC0, 0x7F});
        assertThatThrownBy(() -> embeddings.read(wrong)).hasMessageContaining("not finite");
    }
}

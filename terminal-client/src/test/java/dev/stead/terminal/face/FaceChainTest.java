package dev.stead.terminal.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the real models and pictures, which {@code fetch-models} brings before the tests; faces are numbered from the left, from 1. */
class FaceChainTest {
    private static final Path PACKAGES = Path.of("node_modules");
    private static FaceChain chain;

    @BeforeAll
    static void open() {
        chain = FaceChain.open(ModelFiles.demonstration(PACKAGES), 2);
    }

    @AfterAll
    static void close() {
        chain.close();
    }

    @ParameterizedTest
    @CsvSource({"1,3", "2,3", "3,3", "4,4", "5,5", "6,4"})
    void findsEveryFaceOfEachPicture(int sample, int faces) throws IOException {
        assertThat(faces(sample)).hasSize(faces).allSatisfy(face -> {
            assertThat(face.embedding()).hasSize(512);
            assertThat(dot(face, face)).isBetween(0.999, 1.001);
            assertThat(face.quality()).isBetween(20, 100);
            assertThat(face.landmarks().eyeDistance()).isBetween(40.0, 120.0);
        });
    }

    @Test
    void twoPicturesOfOnePersonAreAlikeAndOthersAreNot() throws IOException {
        Face once = faces(1).get(2);
        Face again = faces(3).get(1);
        Face other = faces(4).get(2);
        assertThat(dot(once, again)).isGreaterThan(0.68);
        assertThat(dot(once, other)).isLessThan(0.2);
        assertThat(dot(again, other)).isLessThan(0.3);
    }

    @Test
    void noTwoFacesOfOnePictureAreAlike() throws IOException {
        for (int sample = 1; sample <= 6; sample++) {
            List<Face> faces = faces(sample);
            for (int i = 1; i < faces.size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(dot(faces.get(i), faces.get(j))).isLessThan(0.45);
                }
            }
        }
    }

    @Test
    void variationsOfOnePictureStayThatPersonAndRepeatWithTheirSeed() throws IOException {
        BufferedImage picture = picture(3);
        Face face = faces(3).get(1);
        Face stranger = faces(4).get(2);
        for (long seed = 1; seed <= 8; seed++) {
            Face varied =
                    chain.mainFace(Variations.of(picture, face.box(), seed)).orElseThrow();
            assertThat(dot(face, varied)).as("seed %d", seed).isGreaterThan(0.75);
            assertThat(dot(stranger, varied)).as("seed %d", seed).isLessThan(0.35);
            Face again =
                    chain.mainFace(Variations.of(picture, face.box(), seed)).orElseThrow();
            assertThat(again.embedding()).as("seed %d", seed).isEqualTo(varied.embedding());
        }
    }

    @Test
    void findsNoFaceInNoiseOrInADarkPicture() {
        BufferedImage noise = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        assertThat(chain.faces(noise)).isEmpty();
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 640 * 480; i++) {
            noise.setRGB(i % 640, i / 640, random.nextInt());
        }
        assertThat(chain.faces(noise)).as("seed %d", seed).isEmpty();
        assertThat(chain.mainFace(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY)))
                .isEmpty();
    }

    @Test
    void aBlurredFaceRatesLower() throws IOException {
        BufferedImage sharp = picture(6);
        BufferedImage tiny = new BufferedImage(240, 192, BufferedImage.TYPE_INT_RGB);
        tiny.createGraphics().drawImage(sharp.getScaledInstance(240, 192, java.awt.Image.SCALE_SMOOTH), 0, 0, null);
        assertThat(chain.mainFace(tiny).orElseThrow().quality())
                .isLessThan(chain.mainFace(sharp).orElseThrow().quality() / 2);
    }

    @Test
    void thePoseSaysHowAHeadIsTurned() throws IOException {
        BufferedImage picture = picture(2);
        List<Face> faces = chain.faces(picture);
        assertThat(chain.look(picture, faces.get(0)).pose().yaw()).isGreaterThan(45);
        assertThat(chain.look(picture, faces.get(1)).pose().pitch()).isLessThan(-25);
        assertThat(Math.abs(chain.look(picture, faces.get(1)).pose().yaw())).isLessThan(15);
        BufferedImage tilted = picture(1);
        for (Face face : chain.faces(tilted)) {
            double[] five = face.landmarks().fivePoints();
            double eyes = Math.toDegrees(Math.atan2(five[3] - five[1], five[2] - five[0]));
            assertThat(chain.look(tilted, face).pose().roll()).isCloseTo(eyes, within(15.0));
        }
    }

    @Test
    void mostPeopleAreTakenForPeopleByTheirTexture() throws IOException {
        int people = 0;
        for (int sample = 3; sample <= 6; sample++) {
            BufferedImage picture = picture(sample);
            for (Face face : chain.faces(picture)) {
                people += chain.look(picture, face).texture() > 0.5 ? 1 : 0;
            }
        }
        assertThat(people).as("of 16").isEqualTo(15);
    }

    @Test
    void aMissingModelNamesTheFix(@TempDir Path empty) {
        assertThatThrownBy(() -> ModelFiles.demonstration(empty))
                .isInstanceOf(FaceModelException.class)
                .hasMessageContaining("is missing: run terminal-client/fetch-models");
    }

    @Test
    void aChangedModelIsRefused(@TempDir Path folder) throws IOException {
        Path model = folder.resolve("faceplugin-face-recognition-js/model/fr_feature.onnx");
        Files.createDirectories(model.getParent());
        Files.writeString(model, "another model");
        assertThatThrownBy(() -> ModelFiles.demonstration(folder))
                .isInstanceOf(FaceModelException.class)
                .hasMessageContaining("has SHA-256")
                .hasMessageContaining("delete it and run terminal-client/fetch-models");
    }

    @Test
    void aFileThatIsNoModelIsRefused(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "not a model");
        ModelFiles files = ModelFiles.demonstration(PACKAGES);
        ModelFiles broken = new ModelFiles(text, files.landmarks(), files.feature(), files.texture(), files.pose());
        assertThatThrownBy(() -> FaceChain.open(broken))
                .isInstanceOf(FaceModelException.class)
                .hasMessageContaining("is not a model that ONNX Runtime loads");
    }

    @Test
    void aFaceDoesNotPrintItsEmbedding() throws IOException {
        assertThat(faces(1).getFirst().toString()).contains("512 floats").doesNotContain("0.0");
    }

    private static List<Face> faces(int sample) throws IOException {
        return chain.faces(picture(sample));
    }

    private static BufferedImage picture(int sample) throws IOException {
        Path file = Checksums.verified(PACKAGES, "@vladmandic/face-api/demo/sample" + sample + ".jpg");
        return ImageIO.read(file.toFile());
    }

    private static double dot(Face one, Face other) {
        double sum = 0;
        for (int i = 0; i < one.embedding().length; i++) {
            sum += one.embedding()[i] * other.embedding()[i];
        }
        return sum;
    }
}

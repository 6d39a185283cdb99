package dev.stead.terminal.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the landmarks of real faces, moved by mathematics. */
class ParallaxTest {
    private static List<Landmarks> faces = List.of();

    @BeforeAll
    static void findFaces() throws IOException {
        Path packages = Path.of("node_modules");
        Path picture = Checksums.verified(packages, "@vladmandic/face-api/demo/sample6.jpg");
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(packages))) {
            faces = chain.faces(ImageIO.read(picture.toFile())).stream()
                    .map(Face::landmarks)
                    .toList();
        }
    }

    @Test
    void aFlatPictureHasNoneHoweverItIsHeld() {
        long seed = 3;
        SplittableRandom random = new SplittableRandom(seed);
        for (Landmarks face : faces) {
            List<Landmarks> frames = new ArrayList<>(List.of(face));
            for (int i = 0; i < 5; i++) {
                frames.add(tilted(face, random));
            }
            assertThat(Parallax.between(frames)).as("seed %d", seed).isLessThan(1e-6);
        }
    }

    @Test
    void aPictureThatStandsStillHasNoneAndNeitherHasOneFrame() {
        Landmarks face = faces.getFirst();
        assertThat(Parallax.between(List.of(face, face, face))).isLessThan(1e-9);
        assertThat(Parallax.between(List.of(face))).isZero();
        assertThat(Parallax.between(List.of())).isZero();
    }

    @Test
    void aHeadThatTurnsHasTheSineOfItsTurn() {
        for (Landmarks face : faces) {
            double turn = Math.sin(Math.toRadians(5));
            List<Landmarks> frames = List.of(face, turned(face, turn, 0), turned(face, -turn, 0), turned(face, 0, 0));
            double rootMeanSquare = turn * Math.sqrt(0.5);
            assertThat(Parallax.between(frames)).isCloseTo(rootMeanSquare, within(0.1 * rootMeanSquare));
        }
    }

    @Test
    void aHeadThatAlsoMovesAndComesNearerHasTheSame() {
        Landmarks face = faces.getFirst();
        Landmarks turned = turned(face, 0.1, 0.05);
        double[] nearer = turned.points().clone();
        for (int i = 0; i < nearer.length; i++) {
            nearer[i] = 1.3 * nearer[i] - 40;
        }
        assertThat(Parallax.between(List.of(face, new Landmarks(nearer))))
                .isCloseTo(Parallax.between(List.of(face, turned)), within(1e-6));
    }

    /** Through a homography: turned, tilted, moved, nearer or further. */
    private static Landmarks tilted(Landmarks face, SplittableRandom random) {
        double a = random.nextDouble(0.8, 1.2);
        double b = random.nextDouble(-0.2, 0.2);
        double c = random.nextDouble(-2e-4, 2e-4);
        double d = random.nextDouble(-2e-4, 2e-4);
        double[] points = face.points().clone();
        for (int i = 0; i < points.length; i += 2) {
            double x = points[i];
            double y = points[i + 1];
            double depth = 1 + c * x + d * y;
            points[i] = (a * x + b * y + 30) / depth;
            points[i + 1] = (a * y - b * x - 20) / depth;
        }
        return new Landmarks(points);
    }

    /** Each point by its depth, which {@link Parallax} knows. */
    private static Landmarks turned(Landmarks face, double across, double up) {
        double[] points = face.points().clone();
        for (int i = 0; i < points.length; i += 2) {
            points[i] += Parallax.depth(i / 2) * across * face.eyeDistance();
            points[i + 1] += Parallax.depth(i / 2) * up * face.eyeDistance();
        }
        return new Landmarks(points);
    }
}

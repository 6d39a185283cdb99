package dev.stead.terminal.pad;

import dev.stead.terminal.face.Checksums;
import dev.stead.terminal.face.Face;
import dev.stead.terminal.face.FaceChain;
import dev.stead.terminal.face.ModelFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * How near two captures come to each other, in degrees: of one picture that nothing moves, and of one person who turns their head. Not a
 * test; run it for the figures of ADR 22.
 */
final class CaptureAngles {
    private static final int FRAMES = 8;

    private final FaceChain chain;

    private CaptureAngles(FaceChain chain) {
        this.chain = chain;
    }

    static void main() throws IOException {
        Path packages = Path.of("node_modules");
        try (FaceChain chain = FaceChain.open(ModelFiles.demonstration(packages))) {
            var angles = new CaptureAngles(chain);
            List<Double> still = new ArrayList<>();
            List<Double> turning = new ArrayList<>();
            for (int number = 0; number < Checksums.pictures().size(); number++) {
                BufferedImage image = ImageIO.read(
                        Checksums.verified(packages, Checksums.pictures().get(number))
                                .toFile());
                for (Face person : chain.faces(image)) {
                    Portrait portrait = Portrait.of(Raster.of(image), person);
                    long seed = 100L * number + still.size();
                    Camera camera = new Camera(new SplittableRandom(seed));
                    List<BufferedImage> frames = new ArrayList<>();
                    for (int i = 0; i < FRAMES; i++) {
                        frames.add(camera.frame(portrait.still()));
                    }
                    angles.add(still, portrait, frames);
                    angles.add(turning, portrait, new Presentations(portrait, seed).bonaFide());
                }
            }
            print("a still picture before a still camera", still);
            print("a person who turns their head", turning);
        }
    }

    private void add(List<Double> angles, Portrait portrait, List<BufferedImage> frames) {
        List<float[]> embeddings = frames.stream()
                .map(frame -> chain.faces(frame).stream().min(Comparator.comparingDouble(portrait::distance)))
                .flatMap(Optional::stream)
                .map(Face::embedding)
                .toList();
        for (int i = 0; i < embeddings.size(); i++) {
            for (int j = 0; j < i; j++) {
                angles.add(degrees(embeddings.get(i), embeddings.get(j)));
            }
        }
    }

    private static double degrees(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return Math.toDegrees(Math.acos(Math.min(1, sum)));
    }

    private static void print(String what, List<Double> angles) {
        List<Double> sorted = angles.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%s: %d pairs, nearest %.2f degrees, 1 %% below %.2f, half below %.2f%n",
                what,
                sorted.size(),
                sorted.getFirst(),
                sorted.get(sorted.size() / 100),
                sorted.get(sorted.size() / 2));
    }
}

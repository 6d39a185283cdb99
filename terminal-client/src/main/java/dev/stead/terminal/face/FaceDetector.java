package dev.stead.terminal.face;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Detects faces with a model of the UltraFace family ("Ultra-Light-Fast-Generic-Face-Detector", RFB/slim 320): 4,420 boxes from
 * anchors of 10 to 256 pixels at strides 8, 16, 32, 64 on 320x240. This export decodes its anchors itself: a box comes out as left, top,
 * right, bottom, as shares of the input.
 *
 * <p>The picture keeps its aspect ratio (black to the right or below): stretching it, as the model's own example does, makes the faces of
 * wide pictures narrow. The smallest face that is detected is about a twentieth of the picture's height.
 */
final class FaceDetector implements AutoCloseable {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final float CONFIDENCE = 0.65f;
    private static final double SAME_FACE = 0.4;
    private static final int MAX_CANDIDATES = 200;

    private final OnnxModel model;

    FaceDetector(ModelFiles files, int threads) {
        model = OnnxModel.open(files.detector(), threads, 1, 3, HEIGHT, WIDTH);
    }

    /** The faces from left to right. */
    List<Box> detect(Picture picture) {
        double scale = Math.max(picture.width() / (double) WIDTH, picture.height() / (double) HEIGHT);
        Picture small = picture.warp(Affine.crop(0, 0, scale), WIDTH, HEIGHT);
        float[][] out = model.run(small.planes(false, 127, 128), "scores", "boxes");
        List<Scored> found = confident(out[0], out[1], scale);
        found.sort(Comparator.comparingDouble(Scored::score).reversed());
        List<Box> faces = new ArrayList<>();
        for (Scored candidate : found.subList(0, Math.min(MAX_CANDIDATES, found.size()))) {
            if (faces.stream().noneMatch(face -> face.overlap(candidate.box) > SAME_FACE)) {
                faces.add(candidate.box);
            }
        }
        faces.sort(Comparator.comparingDouble(Box::left));
        return faces;
    }

    private static List<Scored> confident(float[] scores, float[] boxes, double scale) {
        List<Scored> found = new ArrayList<>();
        for (int i = 0; 2 * i < scores.length; i++) {
            float score = scores[2 * i + 1];
            if (score >= CONFIDENCE && boxes[4 * i] < boxes[4 * i + 2] && boxes[4 * i + 1] < boxes[4 * i + 3]) {
                found.add(new Scored(
                        score,
                        new Box(
                                boxes[4 * i] * WIDTH * scale,
                                boxes[4 * i + 1] * HEIGHT * scale,
                                boxes[4 * i + 2] * WIDTH * scale,
                                boxes[4 * i + 3] * HEIGHT * scale)));
            }
        }
        return found;
    }

    private record Scored(float score, Box box) {}

    @Override
    public void close() {
        model.close();
    }
}

package dev.stead.terminal.face;

import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Detect, 68 landmarks, 5 points, align, embed, rate. Owns its models: closing it frees them, and any later use throws. Safe for many threads;
 * each call runs on {@code threads} threads of ONNX Runtime.
 */
public final class FaceChain implements AutoCloseable {
    private final ModelFiles files;
    private final FaceDetector detector;
    private final LandmarkModel landmarks;
    private final FeatureModel feature;

    private FaceChain(ModelFiles files, int threads) {
        this.files = files;
        detector = new FaceDetector(files, threads);
        landmarks = new LandmarkModel(files, threads);
        feature = new FeatureModel(files, threads);
    }

    /** Loads the models, to run on one thread. */
    public static FaceChain open(ModelFiles files) {
        return open(files, 1);
    }

    /**
     * Loads the models.
     *
     * @throws FaceModelException if one does not load
     */
    public static FaceChain open(ModelFiles files, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("the face chain needs at least 1 thread, not " + threads);
        }
        return new FaceChain(files, threads);
    }

    /** Id and version of the feature model, as galleries know it. */
    public String modelId() {
        return files.feature().id();
    }

    /** The faces from left to right; none: an empty list. */
    public List<Face> faces(BufferedImage image) {
        Picture picture = Picture.of(image);
        return detector.detect(picture).stream().map(box -> face(picture, box)).toList();
    }

    /** The largest face: at a terminal, the person who steps up. */
    public Optional<Face> mainFace(BufferedImage image) {
        return faces(image).stream()
                .max(Comparator.comparingDouble(
                        face -> face.box().width() * face.box().height()));
    }

    private Face face(Picture picture, Box box) {
        Landmarks points = landmarks.find(picture, box);
        Picture aligned = feature.align(picture, points);
        float[] embedding = feature.embed(aligned);
        int quality = SampleQuality.rate(files.feature(), normalise(embedding), points.eyeDistance(), aligned);
        return new Face(box, points, embedding, quality);
    }

    /** Divides by the norm and returns it. */
    private static double normalise(float[] embedding) {
        double sum = 0;
        for (float value : embedding) {
            sum += value * value;
        }
        double norm = Math.sqrt(sum);
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] /= (float) norm;
        }
        return norm;
    }

    @Override
    public void close() {
        feature.close();
        landmarks.close();
        detector.close();
    }
}

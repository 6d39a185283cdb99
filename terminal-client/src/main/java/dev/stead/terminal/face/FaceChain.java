package dev.stead.terminal.face;

import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The pipeline from a picture to embeddings: detects faces, locates 68 landmarks, reduces them to 5 points, aligns the face, computes the
 * embedding and rates the quality. Apart from these it looks for signs of a presentation attack.
 *
 * <p>Thread-safe; each call runs on {@code threads} threads of ONNX Runtime. Owns its models: closing it frees them, and any later use
 * throws.
 */
public final class FaceChain implements AutoCloseable {
    private final ModelFiles files;
    private final FaceDetector detector;
    private final LandmarkModel landmarks;
    private final FeatureModel feature;
    private final TextureModel texture;
    private final PoseModel pose;

    private FaceChain(ModelFiles files, int threads) {
        this.files = files;
        detector = new FaceDetector(files, threads);
        landmarks = new LandmarkModel(files, threads);
        feature = new FeatureModel(files, threads);
        texture = new TextureModel(files, threads);
        pose = new PoseModel(files, threads);
    }

    /** As {@link #open(ModelFiles, int)}, with one thread. */
    public static FaceChain open(ModelFiles files) {
        return open(files, 1);
    }

    /**
     * Loads the models.
     *
     * @param threads how many threads a model runs on, at least 1
     * @throws FaceModelException if a model cannot be loaded
     */
    public static FaceChain open(ModelFiles files, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("the face chain must have at least 1 thread, not " + threads);
        }
        return new FaceChain(files, threads);
    }

    /** Id and version of the feature model, as it is configured for galleries. */
    public String modelId() {
        return files.feature().id();
    }

    /** All faces of a picture, from left to right; empty if there is none. */
    public List<Face> faces(BufferedImage image) {
        Picture picture = Picture.of(image);
        return detector.detect(picture).stream().map(box -> face(picture, box)).toList();
    }

    /** The largest face, for pictures that are known to show one person: whoever reads others' pictures chooses among all faces. */
    public Optional<Face> mainFace(BufferedImage image) {
        return faces(image).stream()
                .max(Comparator.comparingDouble(
                        face -> face.box().width() * face.box().height()));
    }

    /**
     * Looks for signs of a presentation attack in one frame. {@link PadScore#of} judges the frames of a presentation together.
     *
     * @param face one that {@link #faces} found in this frame
     */
    public PadFrame look(BufferedImage frame, Face face) {
        // Only the part that the models see is copied out of the frame: of a large one the copy would cost more than a
        // model.
        Box around = TextureModel.surroundings(face.box(), frame.getWidth(), frame.getHeight());
        int left = (int) around.left();
        int top = (int) around.top();
        int width = Math.min(frame.getWidth() - left, (int) Math.ceil(around.width()) + 2);
        int height = Math.min(frame.getHeight() - top, (int) Math.ceil(around.height()) + 2);
        Picture picture = Picture.of(frame.getSubimage(left, top, width, height));
        Box box = face.box().moved(-left, -top);
        return new PadFrame(texture.rate(picture, box), pose.estimate(picture, box), face.landmarks());
    }

    private Face face(Picture picture, Box box) {
        Landmarks points = landmarks.find(picture, box);
        Picture aligned = feature.align(picture, points);
        float[] embedding = feature.embed(aligned);
        int quality = SampleQuality.rate(files.feature(), normalise(embedding), points.eyeDistance(), aligned);
        return new Face(box, points, embedding, quality);
    }

    /** Divides the embedding by its norm, and returns the norm. */
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
        pose.close();
        texture.close();
        feature.close();
        landmarks.close();
        detector.close();
    }
}

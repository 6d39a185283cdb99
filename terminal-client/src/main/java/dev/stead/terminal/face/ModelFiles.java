package dev.stead.terminal.face;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The ONNX files of the models that a face chain runs.
 *
 * @param detector detects faces: [1,3,240,320] to scores [1,n,2] and boxes [1,n,4]
 * @param landmarks locates 68 points: [1,1,64,64] to [1,136]
 * @param feature computes the embedding
 * @param texture tells a person from a picture of one: [1,3,128,128] to [1,3]
 * @param pose estimates how a head is turned: [1,3,224,224] to three times [1,66]
 */
public record ModelFiles(Path detector, Path landmarks, Feature feature, Path texture, Path pose) {
    /** The id of the demonstration feature model. */
    public static final String DEMONSTRATION_MODEL = "faceplugin-mobilefacenet@0.0.1";

    private static final String PACKAGE = "faceplugin-face-recognition-js/model/";

    /** Refuses files that do not exist. */
    public ModelFiles {
        for (Path file : new Path[] {detector, landmarks, feature.file, texture, pose}) {
            if (!Files.isRegularFile(file)) {
                throw new FaceModelException(file + " is missing: " + Checksums.FIX);
            }
        }
    }

    /**
     * An ArcFace-like model: [1,3,112,112], blue first, (x-127.5)/128, to [1,dimension].
     *
     * @param id id and version, as configured for galleries
     * @param uselessNorm norm of the raw embedding of a face that is hardly visible
     * @param perfectNorm norm of the raw embedding of a good capture; greater than {@code uselessNorm}
     */
    public record Feature(Path file, String id, double uselessNorm, double perfectNorm) {
        /** Refuses an empty id and norms in the wrong order. */
        public Feature {
            if (id.isBlank()) {
                throw new IllegalArgumentException("a feature model must have an id, such as name@version");
            }
            if (!(uselessNorm < perfectNorm)) {
                throw new IllegalArgumentException("the norm of a useless capture must be below that of a perfect one");
            }
        }
    }

    /**
     * The demonstration models. Their package is MIT licensed, but it does not state what they were trained on: use your own in production.
     *
     * @param packages {@code terminal-client/node_modules}, to which {@code terminal-client/fetch-models} downloads
     * @throws FaceModelException if a file is missing or has the wrong SHA-256
     */
    public static ModelFiles demonstration(Path packages) {
        Path feature = Checksums.verified(packages, PACKAGE + "fr_feature.onnx");
        return new ModelFiles(
                Checksums.verified(packages, PACKAGE + "fr_detect.onnx"),
                Checksums.verified(packages, PACKAGE + "fr_landmark.onnx"),
                new Feature(feature, DEMONSTRATION_MODEL, 1.0, 3.5),
                Checksums.verified(packages, PACKAGE + "fr_liveness.onnx"),
                Checksums.verified(packages, PACKAGE + "fr_pose.onnx"));
    }

    /**
     * The same models, with the operator's own feature model.
     *
     * @param sha256 the checksum of its file, in lower-case hex
     * @throws FaceModelException if its file is missing or has another SHA-256
     */
    public ModelFiles withFeature(Feature own, String sha256) {
        Checksums.verify(own.file, sha256);
        return new ModelFiles(detector, landmarks, own, texture, pose);
    }
}

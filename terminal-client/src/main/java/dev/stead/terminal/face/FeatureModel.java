package dev.stead.terminal.face;

/** Computes the embedding of one face, aligned as by ArcFace (Deng et al., 2019): five points at fixed positions in 112x112. */
final class FeatureModel implements AutoCloseable {
    private static final int SIZE = 112;
    /** The positions of the five points in ArcFace's alignment: x, y, x, y, ... */
    private static final double[] POSITIONS = {
        38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041
    };

    private final OnnxModel model;

    FeatureModel(ModelFiles files, int threads) {
        model = OnnxModel.open(files.feature().file(), threads, 1, 3, SIZE, SIZE);
    }

    Picture align(Picture picture, Landmarks landmarks) {
        return picture.warp(Affine.similarity(POSITIONS, landmarks.fivePoints()), SIZE, SIZE);
    }

    /** The raw embedding. Its norm tells how certain the model is. */
    float[] embed(Picture aligned) {
        return model.run(aligned.planes(true, 127.5f, 128))[0];
    }

    @Override
    public void close() {
        model.close();
    }
}

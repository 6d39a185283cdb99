package dev.stead.terminal.face;

/** Makes the embedding of one face, aligned as ArcFace (Deng et al., 2019) does: five points to fixed places in 112x112. */
final class FeatureModel implements AutoCloseable {
    private static final int SIZE = 112;
    /** Where the five points belong, from ArcFace's own alignment. */
    private static final double[] PLACES = {
        38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041
    };

    private final OnnxModel model;

    FeatureModel(ModelFiles files, int threads) {
        model = OnnxModel.open(files.feature().file(), threads, 1, 3, SIZE, SIZE);
    }

    Picture align(Picture picture, Landmarks landmarks) {
        return picture.warp(Affine.similarity(PLACES, landmarks.fivePoints()), SIZE, SIZE);
    }

    /** The raw embedding: its norm still says how sure the model is. */
    float[] embed(Picture aligned) {
        return model.run(aligned.planes(true, 127.5f))[0];
    }

    @Override
    public void close() {
        model.close();
    }
}

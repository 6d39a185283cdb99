package dev.stead.terminal.face;

/** Locates the landmarks of one face. Input: a square as high as the detector's box, 64x64, grey, 0 to 1; output: shares of that square. */
final class LandmarkModel implements AutoCloseable {
    private static final int SIZE = 64;

    private final OnnxModel model;

    LandmarkModel(ModelFiles files, int threads) {
        model = OnnxModel.open(files.landmarks(), threads, 1, 1, SIZE, SIZE);
    }

    Landmarks find(Picture picture, Box face) {
        double side = face.height();
        double left = (face.left() + face.right() - side) / 2;
        double top = face.top();
        float[] grey =
                picture.warp(Affine.crop(left, top, side / SIZE), SIZE, SIZE).grey();
        for (int i = 0; i < grey.length; i++) {
            grey[i] /= 256f;
        }
        float[] shares = model.run(grey)[0];
        double[] points = new double[shares.length];
        for (int i = 0; i < points.length; i += 2) {
            points[i] = left + shares[i] * side;
            points[i + 1] = top + shares[i + 1] * side;
        }
        return new Landmarks(points);
    }

    @Override
    public void close() {
        model.close();
    }
}

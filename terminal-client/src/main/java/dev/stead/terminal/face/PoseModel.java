package dev.stead.terminal.face;

/**
 * Estimates a head's pose, as Hopenet does (Ruiz et al., 2018): three times 66 bins of 3 degrees, from -99, of which the mean counts.
 * Input: the detector's box with a quarter more on each side, 224x224, red first, as ImageNet's mean and deviation.
 */
final class PoseModel implements AutoCloseable {
    private static final int SIZE = 224;
    private static final double MARGIN = 0.25;
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] DEVIATION = {0.229, 0.224, 0.225};

    private final OnnxModel model;

    PoseModel(ModelFiles files, int threads) {
        model = OnnxModel.open(files.pose(), threads, 1, 3, SIZE, SIZE);
    }

    Pose estimate(Picture picture, Box face) {
        double wider = MARGIN * face.width();
        double higher = MARGIN * face.height();
        Box around = new Box(face.left() - wider, face.top() - higher, face.right() + wider, face.bottom() + higher);
        float[] planes = picture.warp(Affine.crop(around, SIZE), SIZE, SIZE).planes(false, 0, 255);
        int plane = SIZE * SIZE;
        for (int i = 0; i < planes.length; i++) {
            int colour = i / plane;
            planes[i] = (float) ((planes[i] - MEAN[colour]) / DEVIATION[colour]);
        }
        float[][] bins = model.run(planes, "output", "617", "618");
        return new Pose(degrees(bins[0]), degrees(bins[1]), degrees(bins[2]));
    }

    private static double degrees(float[] bins) {
        double[] shares = OnnxModel.softmax(bins);
        double mean = 0;
        for (int i = 0; i < shares.length; i++) {
            mean += i * shares[i];
        }
        return 3 * mean - 99;
    }

    @Override
    public void close() {
        model.close();
    }
}

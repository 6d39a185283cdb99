package dev.stead.terminal.face;

/**
 * Rates a capture from 0 (useless) to 100 (perfect), as the product of three shares:
 *
 * <ul>
 *   <li>the raw norm of the embedding, between the model's useless and perfect norm: this is the best predictor of whether two samples
 *       match (MagFace, Meng et al., 2021; here r = 0.48 on LFW);
 *   <li>the distance between the eyes in pixels: the aligned face has 35, so with fewer pixels it is interpolated; full at 40;
 *   <li>sharpness, the root mean square of the Laplacian over the middle of the aligned face; full at 8 grey levels.
 * </ul>
 */
final class SampleQuality {
    private static final double FULL_EYE_DISTANCE = 40;
    private static final double FULL_SHARPNESS = 8;

    private SampleQuality() {}

    static int rate(ModelFiles.Feature model, double norm, double eyeDistance, Picture aligned) {
        double certain = share((norm - model.uselessNorm()) / (model.perfectNorm() - model.uselessNorm()));
        double near = share(eyeDistance / FULL_EYE_DISTANCE);
        double sharp = share(sharpness(aligned) / FULL_SHARPNESS);
        return Math.toIntExact(Math.round(100 * certain * near * sharp));
    }

    /** Of the middle only: at the edge there are hair and background, whose sharpness says nothing about the face. */
    private static double sharpness(Picture aligned) {
        float[] grey = aligned.grey();
        int size = aligned.width();
        int edge = size / 6;
        double sum = 0;
        for (int y = edge; y < size - edge; y++) {
            for (int x = edge; x < size - edge; x++) {
                int i = y * size + x;
                double laplacian = 4 * grey[i] - grey[i - 1] - grey[i + 1] - grey[i - size] - grey[i + size];
                sum += laplacian * laplacian;
            }
        }
        int side = size - 2 * edge;
        return Math.sqrt(sum / (side * (double) side));
    }

    private static double share(double value) {
        return Math.clamp(value, 0, 1);
    }
}

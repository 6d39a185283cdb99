package dev.stead.terminal.face;

import java.util.List;

/**
 * How much the landmarks of a face move against each other as the points of a head do when it turns: the tip of the nose further than the
 * eyes, the ears less. A flat picture, however it is held, only moves by a homography, and a picture that stands still does not move.
 *
 * <p>Between two frames the landmarks are fitted by {@code q = H(p) + z b}: a homography H, and a shift b that is the same for all points
 * but for their depth z. This is the plane-and-parallax model (Irani and Anandan, 1996) with the depth of an average head. All lengths are
 * in distances between the eyes; b is the shift of a point that is one such distance nearer to the camera than the eyes.
 */
final class Parallax {
    /** Of the 68 landmarks, towards the camera. */
    private static final double[] DEPTH = depths();

    private static final int UNKNOWNS = 10;

    private Parallax() {}

    /** Of a landmark on an average head, towards the camera. */
    static double depth(int landmark) {
        return DEPTH[landmark];
    }

    /**
     * The root mean square of the shifts of the frames about their mean; 0 with fewer than two frames.
     *
     * @param frames the landmarks of one face, in any order
     */
    static double between(List<Landmarks> frames) {
        if (frames.size() < 2) {
            return 0;
        }
        double[] first = inEyeDistances(frames.getFirst());
        double sumX = 0;
        double sumY = 0;
        double squares = 0;
        for (Landmarks frame : frames) {
            double[] shift = shift(first, inEyeDistances(frame));
            sumX += shift[0];
            sumY += shift[1];
            squares += shift[0] * shift[0] + shift[1] * shift[1];
        }
        int count = frames.size();
        double variance = (squares - (sumX * sumX + sumY * sumY) / count) / count;
        return Math.sqrt(Math.max(0, variance));
    }

    /** The shift b from one frame to another. */
    private static double[] shift(double[] from, double[] to) {
        double[][] normal = new double[UNKNOWNS][UNKNOWNS + 1];
        for (int i = 0; i < DEPTH.length; i++) {
            double x = from[2 * i];
            double y = from[2 * i + 1];
            double u = to[2 * i];
            double v = to[2 * i + 1];
            add(normal, new double[] {x, y, 1, 0, 0, 0, -x * u, -y * u, DEPTH[i], 0, u});
            add(normal, new double[] {0, 0, 0, x, y, 1, -x * v, -y * v, 0, DEPTH[i], v});
        }
        double[] solution = solve(normal);
        return new double[] {solution[8], solution[9]};
    }

    private static void add(double[][] normal, double[] row) {
        for (int i = 0; i < UNKNOWNS; i++) {
            for (int j = 0; j <= UNKNOWNS; j++) {
                normal[i][j] += row[i] * row[j];
            }
        }
    }

    /** Gauss-Jordan elimination with pivots; the last column is the right-hand side. */
    private static double[] solve(double[][] rows) {
        for (int i = 0; i < UNKNOWNS; i++) {
            int pivot = i;
            for (int j = i + 1; j < UNKNOWNS; j++) {
                pivot = Math.abs(rows[j][i]) > Math.abs(rows[pivot][i]) ? j : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[i];
            rows[i] = row;
            for (int j = 0; j < UNKNOWNS; j++) {
                double factor = j == i ? 0 : rows[j][i] / row[i];
                for (int k = i; k <= UNKNOWNS; k++) {
                    rows[j][k] -= factor * row[k];
                }
            }
        }
        double[] solution = new double[UNKNOWNS];
        for (int i = 0; i < UNKNOWNS; i++) {
            solution[i] = rows[i][UNKNOWNS] / rows[i][i];
        }
        return solution;
    }

    private static double[] inEyeDistances(Landmarks landmarks) {
        double[] five = landmarks.fivePoints();
        double middleX = (five[0] + five[2]) / 2;
        double middleY = (five[1] + five[3]) / 2;
        double[] points = landmarks.points().clone();
        for (int i = 0; i < points.length; i += 2) {
            points[i] = (points[i] - middleX) / landmarks.eyeDistance();
            points[i + 1] = (points[i + 1] - middleY) / landmarks.eyeDistance();
        }
        return points;
    }

    /** By the proportions of an average head; the fit needs no better: a tenth more or less changes the angle by as much. */
    private static double[] depths() {
        double[] depth = new double[68];
        put(depth, 0, -0.95, -0.9, -0.85, -0.75, -0.6, -0.4, -0.2, -0.05, 0); // the jaw, from the ear to the chin
        put(depth, 9, -0.05, -0.2, -0.4, -0.6, -0.75, -0.85, -0.9, -0.95);
        put(depth, 17, -0.25, -0.05, 0.05, 0.12, 0.15, 0.15, 0.12, 0.05, -0.05, -0.25); // the brows
        put(depth, 27, 0.15, 0.3, 0.45, 0.6, 0.25, 0.33, 0.4, 0.33, 0.25); // the nose
        put(depth, 36, -0.15, -0.02, 0, -0.02, 0, -0.02, -0.02, 0, -0.02, -0.15, -0.02, 0); // the eyes
        put(depth, 48, 0.05, 0.2, 0.3, 0.32, 0.3, 0.2, 0.05, 0.17, 0.25, 0.27, 0.25, 0.17); // the lips
        put(depth, 60, 0.07, 0.25, 0.28, 0.25, 0.07, 0.23, 0.25, 0.23);
        return depth;
    }

    private static void put(double[] depth, int at, double... values) {
        System.arraycopy(values, 0, depth, at, values.length);
    }
}

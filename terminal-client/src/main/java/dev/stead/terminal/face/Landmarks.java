package dev.stead.terminal.face;

/**
 * The 68 landmarks of a face in the order of iBUG 300-W, in pixels of the picture.
 *
 * @param points {@code double[136]}: x, y, x, y, ...; must not be modified
 */
@SuppressWarnings("ArrayRecordComponent") // holds numbers that nothing compares
public record Landmarks(double[] points) {
    /** Refuses any other number of points. */
    public Landmarks {
        if (points.length != 136) {
            throw new IllegalArgumentException("68 landmarks must be 136 numbers, not " + points.length);
        }
    }

    /** Left eye, right eye (as seen), tip of the nose, left and right corner of the mouth: x, y, x, y, ... */
    double[] fivePoints() {
        double[] five = new double[10];
        // The centre of an eye from its lids, without its corners: it moves less with the gaze.
        mean(five, 0, 37, 38, 40, 41);
        mean(five, 1, 43, 44, 46, 47);
        mean(five, 2, 30);
        mean(five, 3, 48, 60);
        mean(five, 4, 54, 64);
        return five;
    }

    /** The distance between the centres of the eyes, in pixels. */
    double eyeDistance() {
        double[] five = fivePoints();
        return Math.hypot(five[2] - five[0], five[3] - five[1]);
    }

    private void mean(double[] five, int target, int... indices) {
        for (int index : indices) {
            five[2 * target] += points[2 * index] / indices.length;
            five[2 * target + 1] += points[2 * index + 1] / indices.length;
        }
    }

    @Override
    public String toString() {
        return "Landmarks[68 points]";
    }
}

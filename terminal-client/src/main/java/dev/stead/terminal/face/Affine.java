package dev.stead.terminal.face;

/** An affine map of the plane: (x, y) to (a x + b y + c, d x + e y + f). */
record Affine(double a, double b, double c, double d, double e, double f) {
    double x(double x, double y) {
        return a * x + b * y + c;
    }

    double y(double x, double y) {
        return d * x + e * y + f;
    }

    /** The factor by which the map scales lengths. */
    double scale() {
        return Math.sqrt(Math.abs(a * e - b * d));
    }

    /** Scales by {@code scale}, so that the upper left corner of the pixel (0, 0) maps to (left, top). */
    static Affine crop(double left, double top, double scale) {
        return new Affine(scale, 0, left + scale / 2 - 0.5, 0, scale, top + scale / 2 - 0.5);
    }

    /** Scales the box to a square of {@code size} pixels, whatever its aspect ratio. */
    static Affine crop(Box box, int size) {
        double x = box.width() / size;
        double y = box.height() / size;
        return new Affine(x, 0, box.left() + x / 2 - 0.5, 0, y, box.top() + y / 2 - 0.5);
    }

    /**
     * The similarity (rotation, scale and translation, no reflection) that maps {@code from} to {@code to} with the least squared error. In
     * the plane Umeyama's solution (1991) is a linear regression of complex numbers: {@code to = z * from + shift}.
     *
     * @param from points as x, y, x, y, ...; not all equal
     * @param to as many points
     */
    static Affine similarity(double[] from, double[] to) {
        int points = from.length / 2;
        double fromX = mean(from, 0);
        double fromY = mean(from, 1);
        double toX = mean(to, 0);
        double toY = mean(to, 1);
        double real = 0;
        double imaginary = 0;
        double spread = 0;
        for (int i = 0; i < points; i++) {
            double x = from[2 * i] - fromX;
            double y = from[2 * i + 1] - fromY;
            double u = to[2 * i] - toX;
            double v = to[2 * i + 1] - toY;
            real += x * u + y * v;
            imaginary += x * v - y * u;
            spread += x * x + y * y;
        }
        real /= spread;
        imaginary /= spread;
        return new Affine(
                real,
                -imaginary,
                toX - real * fromX + imaginary * fromY,
                imaginary,
                real,
                toY - imaginary * fromX - real * fromY);
    }

    private static double mean(double[] points, int offset) {
        double sum = 0;
        for (int i = offset; i < points.length; i += 2) {
            sum += points[i];
        }
        return sum * 2 / points.length;
    }
}

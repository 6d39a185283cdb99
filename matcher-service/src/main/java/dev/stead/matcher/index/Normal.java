package dev.stead.matcher.index;

/** The standard normal distribution. */
final class Normal {
    private Normal() {}

    /** Inverse of the distribution function, by bisection. */
    static double quantile(double probability) {
        double low = -8;
        double high = 8;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (distribution(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Abramowitz and Stegun 26.2.17; off by 1e-7 at most. */
    private static double distribution(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double tail = Math.exp(-x * x / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x > 0 ? 1 - tail : tail;
    }
}

package dev.stead.matcher.index;

/** Least squares of a line through points. */
final class LineFit {
    private double n;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;
    private double sumYy;

    void add(double x, double y) {
        n++;
        sumX += x;
        sumY += y;
        sumXx += x * x;
        sumXy += x * y;
        sumYy += y * y;
    }

    /** Intercept, slope, and the standard deviation of the points from the line. */
    float[] line() {
        double covariance = sumXy - sumX * sumY / n;
        double slope = covariance / (sumXx - sumX * sumX / n);
        double variance = (sumYy - sumY * sumY / n - slope * covariance) / n;
        return new float[] {(float) ((sumY - slope * sumX) / n), (float) slope, (float) Math.sqrt(Math.max(0, variance))
        };
    }
}

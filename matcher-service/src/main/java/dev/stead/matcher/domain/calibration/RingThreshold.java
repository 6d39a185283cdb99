package dev.stead.matcher.domain.calibration;

/**
 * The threshold that buys the wanted FPIR when a probe is compared with so many subjects.
 *
 * @param least the least one of which the data do not show that it buys more
 * @param leastFpir the lower end of the interval of 95 % of what it buys
 * @param mostFpir the upper end of it
 */
public record RingThreshold(int ringSize, float threshold, float least, double leastFpir, double mostFpir) {}

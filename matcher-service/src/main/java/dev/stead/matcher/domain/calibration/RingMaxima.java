package dev.stead.matcher.domain.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The best impostors of many probes, each among as many others: of each probe, its greatest similarity to each of some disjoint rings.
 * Not thread-safe.
 */
public final class RingMaxima {
    private final int ringSize;
    private final List<float[]> byProbe = new ArrayList<>();
    private int count;

    /** @param ringSize how many others are in each ring */
    public RingMaxima(int ringSize) {
        this.ringSize = ringSize;
    }

    /** @param maxima of one more probe, one for each ring; the array then belongs to this */
    public void add(float... maxima) {
        byProbe.add(maxima);
        count += maxima.length;
    }

    public int ringSize() {
        return ringSize;
    }

    public int probes() {
        return byProbe.size();
    }

    int count() {
        return count;
    }

    /** All of them, least first. */
    float[] sorted() {
        float[] all = new float[count];
        int next = 0;
        for (float[] maxima : byProbe) {
            System.arraycopy(maxima, 0, all, next, maxima.length);
            next += maxima.length;
        }
        Arrays.sort(all);
        return all;
    }

    /**
     * How many times larger the variance of the share above a level is than that of as many independent maxima: the maxima of one probe
     * are alike, since some people resemble many (Kish's design effect). At least 1.
     */
    double designEffect(float level) {
        long above = 0;
        for (float[] maxima : byProbe) {
            above += above(maxima, level);
        }
        double share = (double) above / count;
        double squares = 0;
        for (float[] maxima : byProbe) {
            double aside = above(maxima, level) - share * maxima.length;
            squares += aside * aside;
        }
        double independent = count * share * (1 - share);
        int probes = byProbe.size();
        return probes < 2 || independent <= 0 ? 1 : Math.max(1, squares * probes / (probes - 1) / independent);
    }

    private static int above(float[] maxima, float level) {
        int above = 0;
        for (float one : maxima) {
            above += one > level ? 1 : 0;
        }
        return above;
    }

    @Override
    public String toString() {
        return "RingMaxima[" + count + " of rings of " + ringSize + "]";
    }
}

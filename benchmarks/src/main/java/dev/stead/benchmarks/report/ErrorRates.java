package dev.stead.benchmarks.report;

import java.util.Arrays;

/**
 * Error rates of identification at one threshold, as ISO/IEC 19795-1 defines them.
 *
 * @param threshold the similarity at which a candidate is accepted
 * @param fpir of the probes of strangers, the share for which somebody is returned
 * @param fnir of the mated probes, the share whose subject is not returned: another one is first, or the threshold is not reached
 */
public record ErrorRates(double threshold, double fpir, double fnir) {

    /**
     * The best answer of each probe.
     *
     * @param mated whether the probe's subject is enrolled
     * @param right whether the best row is that subject's
     * @param similarity of the best row
     */
    @SuppressWarnings("ArrayRecordComponent") // read once
    public record TopOnes(boolean[] mated, boolean[] right, float[] similarity) {
        int count() {
            return mated.length;
        }

        /** Of the mated probes, the share whose subject is first. */
        public double rank1() {
            int subjects = 0;
            int first = 0;
            for (int p = 0; p < mated.length; p++) {
                subjects += mated[p] ? 1 : 0;
                first += right[p] ? 1 : 0;
            }
            return share(first, subjects);
        }
    }

    /** At a fixed threshold. */
    public static ErrorRates at(double threshold, TopOnes topOnes) {
        return rates(threshold, topOnes, 0, 1);
    }

    /**
     * At the lowest threshold that keeps the FPIR at or under {@code wanted} for one half of the strangers; the FPIR returned is the other
     * half's, because a threshold is biased towards the data that chose it.
     */
    public static ErrorRates calibrated(double wanted, TopOnes topOnes) {
        float[] strangers = new float[topOnes.count()];
        int count = 0;
        for (int p = 0; p < topOnes.count(); p += 2) {
            if (!topOnes.mated[p]) {
                strangers[count++] = topOnes.similarity[p];
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("a threshold is calibrated by strangers, and there are none");
        }
        Arrays.sort(strangers, 0, count);
        int mayPass = (int) (wanted * count);
        float threshold = mayPass == count ? -1 : Math.nextUp(strangers[count - 1 - mayPass]);
        return rates(threshold, topOnes, 1, 2);
    }

    private static ErrorRates rates(double threshold, TopOnes topOnes, int firstStranger, int step) {
        int mated = 0;
        int missed = 0;
        int strangers = 0;
        int returned = 0;
        for (int p = 0; p < topOnes.count(); p++) {
            boolean reached = topOnes.similarity[p] >= threshold;
            if (topOnes.mated[p]) {
                mated++;
                missed += reached && topOnes.right[p] ? 0 : 1;
            } else if (p % step == firstStranger) {
                strangers++;
                returned += reached ? 1 : 0;
            }
        }
        return new ErrorRates(threshold, share(returned, strangers), share(missed, mated));
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}

package dev.stead.benchmarks.report;

import java.util.Arrays;

/**
 * How often an identification at one threshold errs, as ISO/IEC 19795-1 counts it.
 *
 * @param threshold the similarity at which somebody is decided for
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
    public record Firsts(boolean[] mated, boolean[] right, float[] similarity) {
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

    /** At a threshold that is the same whatever the gallery. */
    public static ErrorRates at(double threshold, Firsts firsts) {
        return rates(threshold, firsts, 0, 1);
    }

    /**
     * At the least threshold that keeps the FPIR at or under {@code wanted} for one half of the strangers; the FPIR returned is the other half's,
     * for a threshold is always kind to those by whom it was chosen.
     */
    public static ErrorRates calibrated(double wanted, Firsts firsts) {
        float[] strangers = new float[firsts.count()];
        int count = 0;
        for (int p = 0; p < firsts.count(); p += 2) {
            if (!firsts.mated[p]) {
                strangers[count++] = firsts.similarity[p];
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("a threshold is calibrated by strangers, and there are none");
        }
        Arrays.sort(strangers, 0, count);
        int mayPass = (int) (wanted * count);
        float threshold = mayPass == count ? -1 : Math.nextUp(strangers[count - 1 - mayPass]);
        return rates(threshold, firsts, 1, 2);
    }

    private static ErrorRates rates(double threshold, Firsts firsts, int firstStranger, int step) {
        int mated = 0;
        int missed = 0;
        int strangers = 0;
        int returned = 0;
        for (int p = 0; p < firsts.count(); p++) {
            boolean reached = firsts.similarity[p] >= threshold;
            if (firsts.mated[p]) {
                mated++;
                missed += reached && firsts.right[p] ? 0 : 1;
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

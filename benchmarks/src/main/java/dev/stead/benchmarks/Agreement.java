package dev.stead.benchmarks;

import dev.stead.benchmarks.data.NearestRows;

/**
 * How an engine's answers compare with exact search's.
 *
 * @param agree1 of the mated probes whose mate exact search puts first, the share for which the engine does too
 * @param decide1 of all probes, the share decided at the threshold as exact search decides
 * @param recall1 of all probes, the share whose first row is exact search's first
 * @param rank1 of the mated probes, the share whose mate the engine puts first
 */
record Agreement(double agree1, double decide1, double recall1, double rank1) {

    /** The similarity of a probe and a row. */
    interface Similarity {
        float of(int probe, int row);
    }

    /** The ground truth of the probes: their mates' rows (or -1), and the result of exact search. */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record GroundTruth(int[] mates, NearestRows exact, double threshold) {}

    /** Compares {@code probes x k} rows. */
    static Agreement of(int[] rows, int k, GroundTruth truth, Similarity similarity) {
        int probes = rows.length / k;
        int mated = 0;
        int findable = 0;
        int found = 0;
        int agreed = 0;
        int decided = 0;
        int firstSame = 0;
        for (int p = 0; p < probes; p++) {
            int mate = truth.mates[p];
            int first = rows[p * k];
            int exactFirst = truth.exact.row(p, 0);
            mated += mate >= 0 ? 1 : 0;
            found += mate >= 0 && first == mate ? 1 : 0;
            findable += mate >= 0 && exactFirst == mate ? 1 : 0;
            agreed += mate >= 0 && exactFirst == mate && first == mate ? 1 : 0;
            firstSame += first == exactFirst ? 1 : 0;
            int exactDecision = truth.exact.similarity(p, 0) >= truth.threshold ? exactFirst : -1;
            int decision = first >= 0 && similarity.of(p, first) >= truth.threshold ? first : -1;
            decided += decision == exactDecision ? 1 : 0;
        }
        return new Agreement(
                share(agreed, findable), share(decided, probes), share(firstSame, probes), share(found, mated));
    }

    /** The share of exact search's first {@code k} rows that are among the engine's first {@code k}. */
    static double recall(int[] rows, int k, NearestRows exact) {
        long shared = 0;
        long sharable = 0;
        for (int p = 0; p < rows.length / k; p++) {
            for (int rank = 0; rank < k && exact.row(p, rank) >= 0; rank++) {
                sharable++;
                shared += contains(rows, p * k, k, exact.row(p, rank)) ? 1 : 0;
            }
        }
        return share(shared, sharable);
    }

    private static boolean contains(int[] rows, int from, int k, int row) {
        for (int i = from; i < from + k; i++) {
            if (rows[i] == row) {
                return true;
            }
        }
        return false;
    }

    /** Of nothing, everything agrees. */
    private static double share(long part, long whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }
}

package dev.stead.benchmarks.data;

import java.util.Arrays;

/** The {@code k} most similar rows seen so far for each of many probes, best first; equals by the lower row. One thread. */
public final class NearestRows {
    private final int k;
    private final int[] rows;
    private final float[] similarities;

    NearestRows(int probes, int k) {
        this.k = k;
        this.rows = new int[probes * k];
        this.similarities = new float[probes * k];
        Arrays.fill(rows, -1);
        Arrays.fill(similarities, Float.NEGATIVE_INFINITY);
    }

    NearestRows(int k, int[] rows, float[] similarities) {
        this.k = k;
        this.rows = rows;
        this.similarities = similarities;
    }

    /** Rows kept per probe. */
    public int k() {
        return k;
    }

    /** The row at this rank (from 0), or -1 if there is none. */
    public int row(int probe, int rank) {
        return rows[probe * k + rank];
    }

    /** The similarity of {@link #row}, or minus infinity. */
    public float similarity(int probe, int rank) {
        return similarities[probe * k + rank];
    }

    void offer(int probe, int row, float similarity) {
        int first = probe * k;
        int at = first + k - 1;
        if (!before(row, similarity, rows[at], similarities[at])) {
            return;
        }
        while (at > first && before(row, similarity, rows[at - 1], similarities[at - 1])) {
            rows[at] = rows[at - 1];
            similarities[at] = similarities[at - 1];
            at--;
        }
        rows[at] = row;
        similarities[at] = similarity;
    }

    void addAll(NearestRows other) {
        for (int i = 0; i < rows.length; i++) {
            if (other.rows[i] >= 0) {
                offer(i / k, other.rows[i], other.similarities[i]);
            }
        }
    }

    int[] rows() {
        return rows;
    }

    float[] similarities() {
        return similarities;
    }

    private static boolean before(int row, float similarity, int thanRow, float thanSimilarity) {
        return similarity > thanSimilarity || (similarity == thanSimilarity && thanRow >= 0 && row < thanRow);
    }
}

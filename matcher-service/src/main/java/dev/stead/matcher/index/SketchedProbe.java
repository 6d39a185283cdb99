package dev.stead.matcher.index;

import java.util.Arrays;

/**
 * A probe's head, coded in four bits per component and cut into bit planes, so that its inner product with a sketch is a count of bits.
 * Belongs to one search at a time.
 */
final class SketchedProbe {
    /** Planes per word, with the weights 1, 2, 4 and -8 of two's complement. */
    static final int PLANES = 4;

    private static final int MOST = 7;
    /** A vector's inner product with its own signs, in units of its length times the root of the dimension: the mean of a normal's |x|. */
    private static final float TYPICAL_ALIGNMENT = 0.798f;
    /** Standard deviation of the estimate in the same units, sqrt(1 / 0.798^2 - 1): Gao and Long, "RaBitQ", 2024. */
    private static final float ESTIMATE_DEVIATION = 0.755f;

    private final long[] planes;
    private final float[] sums = new float[Sketches.PAGE_ROWS];
    private final int words;
    private final int head;
    private float step;
    private float centre;
    private float length;
    private float shift;

    SketchedProbe(int sketched, int head) {
        words = sketched / Long.SIZE;
        this.head = head;
        planes = new long[(words + 1) * PLANES];
    }

    /** Codes a probe's sketched components. Of the other components of its head only the length counts: they add to the deviation. */
    void set(float[] rotated) {
        int sketched = words * Long.SIZE;
        float greatest = 1e-9f;
        float square = 0;
        for (int i = 0; i < head; i++) {
            greatest = i < sketched ? Math.max(greatest, Math.abs(rotated[i])) : greatest;
            square += rotated[i] * rotated[i];
        }
        step = greatest / MOST;
        length = (float) Math.sqrt(square);
        Arrays.fill(planes, 0);
        int sum = 0;
        for (int i = 0; i < sketched; i++) {
            int quantised = Math.round(rotated[i] / step);
            sum += quantised;
            int word = (i >>> 6) * PLANES;
            for (int plane = 0; plane < PLANES; plane++) {
                planes[word + plane] |= (long) ((quantised >>> plane) & 1) << i;
            }
        }
        centre = -step * sum;
        shift = centre;
    }

    /** Copies another probe of the same size. */
    void copy(SketchedProbe other) {
        System.arraycopy(other.planes, 0, planes, 0, planes.length);
        step = other.step;
        centre = other.centre;
        length = other.length;
        shift = centre;
    }

    /** How many standard deviations an estimate may fall short of the truth before a row is lost. */
    void allowFor(float deviations) {
        shift = centre + deviations * ESTIMATE_DEVIATION * TYPICAL_ALIGNMENT * length;
    }

    int words() {
        return words;
    }

    /** Room for a number per row of a page, for the kernels. */
    float[] sums() {
        return sums;
    }

    /** The word after the last is all zeros. */
    long plane(int word, int plane) {
        return planes[word * PLANES + plane];
    }

    /** A row's count of bits is multiplied by this ... */
    float scale() {
        return 2 * step;
    }

    /** ... then this is added, and the sum multiplied by the row's own factor. */
    float shift() {
        return shift;
    }

    @Override
    public String toString() {
        return "SketchedProbe[" + words * Long.SIZE + " components]";
    }
}

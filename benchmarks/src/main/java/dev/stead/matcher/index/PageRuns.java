package dev.stead.matcher.index;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Random vectors, pages and orders, reproducible by seed. */
final class PageRuns {
    /** Of unit vectors at random and probes without an allowance; some rows in a thousand reach it. */
    static final float NEEDED = 0.25f;

    private PageRuns() {}

    /** Of length one. */
    static float[] vector(SplittableRandom random, int dimension) {
        float[] vector = new float[dimension];
        float square = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
            square += vector[i] * vector[i];
        }
        float length = (float) Math.sqrt(square);
        for (int i = 0; i < dimension; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    static SketchedProbe probe(SplittableRandom random, int head) {
        var probe = new SketchedProbe(head, head);
        probe.set(vector(random, head));
        return probe;
    }

    /** Each page once. */
    static int[] order(SplittableRandom random, int pages) {
        int[] order = new int[pages];
        for (int i = 0; i < pages; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Fills pages that lie one after the other with sketches of unit vectors. */
    static void fill(SplittableRandom random, MemorySegment pages, int words) {
        // The factor of a unit vector: 1 / (0.798 * sqrt(head)), as |x| of a normal x is 0.798 in the mean.
        float factor = (float) (1 / (0.798 * Math.sqrt(words * Long.SIZE)));
        long page = Sketches.pageBytes(words);
        for (long at = 0; at < pages.byteSize(); at += Long.BYTES) {
            boolean bits = at % page < Sketches.factorOffset(words, 0);
            if (bits) {
                pages.set(JAVA_LONG, at, random.nextLong());
            } else {
                pages.set(JAVA_FLOAT, at, factor);
                pages.set(JAVA_FLOAT, at + Float.BYTES, factor);
            }
        }
    }
}

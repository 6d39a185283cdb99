package dev.stead.matcher.domain.repeat;

/**
 * On which side of {@value #BITS} secret planes an embedding lies. The share of bits in which two sketches differ is about their angle over
 * 180 degrees. Immutable; does not print them.
 */
public final class CaptureSketch {
    static final int BITS = 512;
    static final int WORDS = BITS / Long.SIZE;

    private final long[] words;

    /** The array then belongs to the sketch. */
    CaptureSketch(long[] words) {
        this.words = words;
    }

    void copyTo(long[] target, int from) {
        System.arraycopy(words, 0, target, from, WORDS);
    }

    int distanceTo(long[] sketches, int from) {
        int bits = 0;
        for (int i = 0; i < WORDS; i++) {
            bits += Long.bitCount(words[i] ^ sketches[from + i]);
        }
        return bits;
    }

    static int distance(long[] sketches, int from, int other) {
        int bits = 0;
        for (int i = 0; i < WORDS; i++) {
            bits += Long.bitCount(sketches[from + i] ^ sketches[other + i]);
        }
        return bits;
    }

    @Override
    public String toString() {
        return "CaptureSketch[" + BITS + " bits]";
    }
}

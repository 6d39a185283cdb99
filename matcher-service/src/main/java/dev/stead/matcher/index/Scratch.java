package dev.stead.matcher.index;

/**
 * The similarities of one chunk's live rows, until it is known that no row was written meanwhile. Two kilobytes, for one search at a time.
 */
final class Scratch {
    private final int[] rows = new int[Chunk.ROWS];
    private final float[] similarities = new float[Chunk.ROWS];
    private int count;

    void clear() {
        count = 0;
    }

    void add(int row, float similarity) {
        rows[count] = row;
        similarities[count++] = similarity;
    }

    void offerTo(Neighbours found, int firstOrdinal) {
        for (int i = 0; i < count; i++) {
            found.offer(firstOrdinal + rows[i], similarities[i]);
        }
    }
}

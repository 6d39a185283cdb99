package dev.stead.benchmarks;

import dev.stead.benchmarks.data.MappedEmbeddingFile;
import dev.stead.benchmarks.data.Population;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.VectorIndex;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Full turnovers of a gallery: it starts with other people, all of whom are replaced repeatedly, finally by the gallery's own. Each
 * turnover goes through the gallery in another order, part by part: erase the part, then insert it again.
 */
final class GalleryChurn {
    /** The share of the gallery that is erased before any of it is inserted again. */
    private static final int PARTS = 50;
    /** Below this similarity a template has not found itself. */
    private static final float ITSELF = 0.999f;

    private final MappedEmbeddingFile gallery;
    private final Population people;
    private final long seed;

    /** @param people of the gallery's dimension; the gallery is the first of them */
    GalleryChurn(MappedEmbeddingFile gallery, Population people, long seed) {
        this.gallery = gallery;
        this.people = people;
        this.seed = seed;
    }

    /** Ends with the gallery in the index, row number as ordinal. */
    void run(VectorIndex index, int turnovers, IntConsumer begun) {
        RandomGenerator random = new SplittableRandom(seed);
        int[] order = new int[gallery.rows()];
        for (int turn = 0; turn <= turnovers; turn++) {
            begun.accept(turn);
            shuffle(order, random);
            long firstPerson = (long) (turnovers - turn) * order.length;
            int part = Math.ceilDiv(order.length, PARTS);
            for (int first = 0; first < order.length; first += part) {
                int end = Math.min(order.length, first + part);
                for (int i = first; turn > 0 && i < end; i++) {
                    index.erase(order[i]);
                }
                for (int i = first; i < end; i++) {
                    float[] template =
                            firstPerson == 0 ? gallery.read(order[i], 1) : people.sample(firstPerson + order[i], 0);
                    index.put(order[i], MemorySegment.ofArray(template));
                }
            }
        }
    }

    /** The number of templates that do not find themselves. */
    int unreachable(VectorIndex index) {
        Neighbours found = new Neighbours(1);
        int lost = 0;
        for (int row = 0; row < gallery.rows(); row++) {
            index.search(MemorySegment.ofArray(gallery.read(row, 1)), found);
            lost += found.count() == 1 && found.ordinal(0) == row && found.similarity(0) > ITSELF ? 0 : 1;
        }
        return lost;
    }

    private static void shuffle(int[] order, RandomGenerator random) {
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
    }
}

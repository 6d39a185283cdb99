package dev.stead.matcher.index;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Stead's engine is linearizable ordinal by ordinal: whatever puts, erasures and searches do at the same time, each answer is one that they
 * could give one after the other. Few ordinals, so that the places of erased rows are taken again at once. {@code -Dlincheck.scale=20}
 * looks twenty times as long.
 *
 * <p>In Lincheck's stress mode: its model checker schedules reads and writes of Java's heap only, and rows lie outside of it.
 */
@Param(name = "ordinal", gen = IntGen.class, conf = "0:2")
@Param(name = "value", gen = IntGen.class, conf = "0:3")
@Tag("instrumented")
public class SteadIndexLincheckTest {
    private static final int SCALE = Integer.getInteger("lincheck.scale", 1);
    private static final int ABSENT = -1;
    private static final int FOREIGN = 100;

    /** Its similarity to each axis is another. */
    private static final float[] PROBE = Galleries.normalised(new float[] {1, 2, 3, 4});

    private final SteadIndex index = TinySnapshot.index(Kernels.best(), 0);

    /** Replacing is left out: a search that overlaps one may miss the ordinal, and the engine says so. */
    @Operation
    public synchronized boolean put(@Param(name = "ordinal") int ordinal, @Param(name = "value") int value) {
        if (index.contains(ordinal)) {
            return false;
        }
        float[] vector = new float[TinySnapshot.DIMENSION];
        vector[value] = 1;
        index.put(ordinal, MemorySegment.ofArray(vector));
        return true;
    }

    @Operation
    public synchronized boolean erase(@Param(name = "ordinal") int ordinal) {
        boolean there = index.contains(ordinal);
        index.erase(ordinal);
        return there;
    }

    /** The value of an ordinal, by a search of everything. */
    @Operation
    public int search(@Param(name = "ordinal") int ordinal) {
        var found = new Neighbours(8);
        index.search(MemorySegment.ofArray(PROBE), Ordinals.all(), AccuracyTarget.EXHAUSTIVE, found);
        for (int rank = 0; rank < found.count(); rank++) {
            if (found.ordinal(rank) == ordinal) {
                return valueOf(found.similarity(rank));
            }
        }
        return ABSENT;
    }

    private static int valueOf(float similarity) {
        for (int value = 0; value < PROBE.length; value++) {
            if (Math.abs(PROBE[value] - similarity) < 1e-3f) {
                return value;
            }
        }
        return FOREIGN;
    }

    /** After each scenario; what is outside of the heap must be given back. */
    @Validate
    public void close() {
        index.close();
    }

    @Test
    void answersAsIfOneCameAfterTheOther() {
        new StressOptions()
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(4)
                .actorsAfter(1)
                .iterations(6 * SCALE)
                .invocationsPerIteration(1_000)
                .sequentialSpecification(OneAfterTheOther.class)
                .check(SteadIndexLincheckTest.class);
    }

    /** What it should be. */
    public static final class OneAfterTheOther {
        private final Map<Integer, Integer> values = new HashMap<>();

        public boolean put(int ordinal, int value) {
            return values.putIfAbsent(ordinal, value) == null;
        }

        public boolean erase(int ordinal) {
            return values.remove(ordinal) != null;
        }

        public int search(int ordinal) {
            return values.getOrDefault(ordinal, ABSENT);
        }
    }
}

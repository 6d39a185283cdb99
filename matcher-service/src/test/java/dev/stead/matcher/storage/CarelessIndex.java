package dev.stead.matcher.storage;

import dev.stead.matcher.index.AccuracyTarget;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.Ordinals;
import dev.stead.matcher.index.Snapshottable;
import dev.stead.matcher.index.VectorIndex;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * An index whose searches among all are made worse on purpose: with another target than was asked for, as if its calibration were wrong,
 * or without a row, as if it had lost that.
 */
final class CarelessIndex implements VectorIndex {
    private final VectorIndex index;
    private volatile UnaryOperator<AccuracyTarget> effort = UnaryOperator.identity();
    private volatile int lost = -1;

    CarelessIndex(VectorIndex index) {
        this.index = index;
    }

    /** From now on searches among all are made with what this makes of their target. */
    void cut(UnaryOperator<AccuracyTarget> cut) {
        effort = cut;
    }

    /** From now on searches among all do not find this ordinal; -1 for none. */
    void lose(int ordinal) {
        lost = ordinal;
    }

    @Override
    public void search(MemorySegment probe, Ordinals allowed, AccuracyTarget target, Neighbours found) {
        if (allowed.isAll()) {
            index.search(probe, lost == -1 ? allowed : others(), effort.apply(target), found);
        } else {
            index.search(probe, allowed, target, found);
        }
    }

    private Ordinals others() {
        return Ordinals.of(IntStream.range(0, index.size())
                .filter(ordinal -> ordinal != lost)
                .toArray());
    }

    @Override
    public int dimension() {
        return index.dimension();
    }

    @Override
    public int size() {
        return index.size();
    }

    @Override
    public long epoch() {
        return index.epoch();
    }

    @Override
    public long put(int ordinal, MemorySegment vector) {
        return index.put(ordinal, vector);
    }

    @Override
    public long erase(int ordinal) {
        return index.erase(ordinal);
    }

    @Override
    public boolean contains(int ordinal) {
        return index.contains(ordinal);
    }

    @Override
    public void settle() {
        index.settle();
    }

    @Override
    public Optional<Snapshottable> snapshottable() {
        return index.snapshottable();
    }

    @Override
    public void close() {
        index.close();
    }
}

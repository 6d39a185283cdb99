package dev.stead.benchmarks.engine;

import dev.stead.matcher.index.Effort;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.Ordinals;
import dev.stead.matcher.index.SteadIndex;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Stead's own engine. A target alone asks for the first candidate, whoever that is; a target that stops at a threshold asks for what the
 * matcher asks for at that threshold: the first candidate if it reaches the threshold, and whoever is within the margin of it.
 */
final class SteadEngine extends PortEngine {
    static final long SEED = 1;
    private static final float MARGIN = 0.05f;

    private final SteadIndex stead;
    private volatile Effort effort = Effort.STANDARD;

    SteadEngine(int dimension) {
        this(new SteadIndex(dimension, Kernels.best(), SEED));
    }

    private SteadEngine(SteadIndex stead) {
        super(stead);
        this.stead = stead;
    }

    @Override
    public void settle() {
        stead.settle();
    }

    @Override
    public List<String> usualSettings() {
        return Target.USUAL;
    }

    @Override
    public void use(String setting) {
        Target target = Target.of(setting);
        effort = target.stop() < 0
                ? new Effort(target.agreement(), 0, -1)
                : new Effort(target.agreement(), MARGIN, Math.max(-1, target.stop() - MARGIN));
    }

    @Override
    void search(MemorySegment probe, Neighbours found) {
        stead.search(probe, Ordinals.all(), effort, found);
    }

    @Override
    public long nativeBytes() {
        return stead.nativeBytes();
    }
}

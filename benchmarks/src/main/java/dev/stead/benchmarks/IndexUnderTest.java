package dev.stead.benchmarks;

import dev.stead.benchmarks.data.MappedEmbeddingFile;
import dev.stead.benchmarks.engine.Engine;
import dev.stead.benchmarks.engine.Engines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An engine loaded with its gallery, and the cost of loading it. Owns the engine. */
record IndexUnderTest(Engine engine, int rows, Cost cost, long indexBytes) implements AutoCloseable {

    /**
     * The cost until the index could be searched.
     *
     * @param buildSeconds of processor time per building thread
     * @param readySeconds of wall time
     */
    record Cost(double buildSeconds, double readySeconds) {}

    /** What to build, and the file to keep it in (none if {@code kept} is null). */
    record Plan(Engines kind, int threads, @Nullable Path kept) {}

    /**
     * Loads the saved index if it exists; otherwise builds it and saves it, if the engine supports that. The gallery is open only
     * meanwhile, so that its pages do not count as the engine's memory.
     */
    static IndexUnderTest open(Plan plan, Supplier<MappedEmbeddingFile> opening, Machine machine) {
        try (MappedEmbeddingFile gallery = opening.get()) {
            return open(plan, gallery, machine);
        }
    }

    private static IndexUnderTest open(Plan plan, MappedEmbeddingFile gallery, Machine machine) {
        Engine engine = plan.kind().open(gallery.dimension());
        long heapBefore = machine.heapBytes();
        double cpuBefore = machine.cpuSeconds();
        double start = machine.seconds();
        Path kept = engine.canBeKept() ? plan.kept() : null;
        try {
            if (kept != null && Files.exists(kept)) {
                engine.load(kept, gallery);
            } else {
                engine.build(gallery, plan.threads());
            }
            Cost cost = new Cost((machine.cpuSeconds() - cpuBefore) / plan.threads(), machine.seconds() - start);
            if (kept != null && !Files.exists(kept)) {
                engine.save(kept);
            }
            long bytes = Math.max(0, machine.heapBytes() - heapBefore) + engine.nativeBytes();
            return new IndexUnderTest(engine, gallery.rows(), cost, bytes);
        } catch (IOException e) {
            engine.close();
            throw new UncheckedIOException("cannot use the index file " + kept, e);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}

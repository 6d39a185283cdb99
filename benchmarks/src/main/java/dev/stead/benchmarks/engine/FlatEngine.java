package dev.stead.benchmarks.engine;

import dev.stead.matcher.index.Kernels;
import java.util.List;

/** Exact search behind the matcher's port. */
final class FlatEngine extends PortEngine {

    FlatEngine(int dimension) {
        super(Engines.FLAT.port(dimension));
    }

    @Override
    public String description() {
        return "exhaustive float32 scan, " + Kernels.best().description();
    }

    @Override
    public List<String> usualSettings() {
        return List.of("exact");
    }

    @Override
    public void use(String setting) {
        if (!setting.equals("exact")) {
            throw new IllegalArgumentException("flat has one setting, 'exact', not '" + setting + "'");
        }
    }

    @Override
    public long nativeBytes() {
        return (long) Float.BYTES * index().dimension() * index().size();
    }
}

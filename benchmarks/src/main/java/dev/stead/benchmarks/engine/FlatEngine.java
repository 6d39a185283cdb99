package dev.stead.benchmarks.engine;

import dev.stead.benchmarks.data.EmbeddingFile;
import dev.stead.matcher.index.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Exact search behind the matcher's port. Its file is empty: the gallery is all there is to keep. */
final class FlatEngine extends PortEngine {

    FlatEngine(int dimension) {
        super(Engines.FLAT.port(dimension));
    }

    @Override
    public void save(Path file) throws IOException {
        Files.write(file, new byte[0]);
    }

    @Override
    public void load(Path file, EmbeddingFile gallery) {
        build(gallery, 1);
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

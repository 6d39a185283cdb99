package dev.stead.benchmarks.engine;

import dev.stead.benchmarks.data.MappedEmbeddingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An index that can be measured. Built once, by {@link #build} or {@link #load}; then searched by many threads, each with its
 * own {@link Searcher}. Owns its memory.
 */
public interface Engine extends AutoCloseable {
    /** Puts the whole gallery in, row number as ordinal. */
    void build(MappedEmbeddingFile gallery, int threads);

    /** Whether what was built can be written to a file. */
    boolean canBeKept();

    /** Writes what was built, if it can be kept. */
    void save(Path file) throws IOException;

    /** Reads what {@link #save} wrote of this gallery, if it can be kept. */
    void load(Path file, MappedEmbeddingFile gallery) throws IOException;

    /** Parameters, in a few words. */
    String description();

    /** The settings worth measuring when nobody names any. */
    List<String> usualSettings();

    /**
     * Sets the effort of all later searches.
     *
     * @throws IllegalArgumentException for a setting that this engine does not have
     */
    void use(String setting);

    /** Memory outside of the Java heap. */
    long nativeBytes();

    /** Makes the probes known, in the form the engine likes best, so that no search has to convert one. */
    void probes(float[] probes);

    /** A searcher for one thread, which owns its scratch memory. */
    Searcher searcher(int k);

    @Override
    void close();

    /** Searches, from one thread. */
    interface Searcher {
        /** The rows most similar to a probe, best first, in an array that the next search overwrites; -1 where there are none. */
        int[] search(int probe);
    }
}

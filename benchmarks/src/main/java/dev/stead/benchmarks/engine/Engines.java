package dev.stead.benchmarks.engine;

import dev.stead.matcher.index.FlatIndex;
import dev.stead.matcher.index.HnswlibIndex;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.SteadIndex;
import dev.stead.matcher.index.VectorIndex;

/** The engines that can be measured, by name. */
public enum Engines {
    /** Stead's own. */
    STEAD {
        @Override
        public Engine open(int dimension) {
            return new SteadEngine(dimension);
        }

        @Override
        public VectorIndex port(int dimension) {
            return new SteadIndex(dimension, Kernels.best(), SteadEngine.SEED);
        }
    },
    /** The exhaustive scan of float32 behind the matcher's port: exact. */
    FLAT {
        @Override
        public Engine open(int dimension) {
            return new FlatEngine(dimension);
        }

        @Override
        public VectorIndex port(int dimension) {
            return new FlatIndex(dimension, Kernels.best());
        }
    },
    /** The peer hnswlib-core: itself, built in parallel and with a SIMD distance, at its best; or the matcher's adapter of it. */
    HNSWLIB {
        @Override
        public Engine open(int dimension) {
            return new HnswlibEngine(dimension);
        }

        @Override
        public VectorIndex port(int dimension) {
            return new HnswlibIndex(dimension, Kernels.best(), HnswlibIndex.GraphShape.standard());
        }
    };

    /** An empty index of this kind, to be built once and searched. */
    public abstract Engine open(int dimension);

    /** An empty index of this kind as the matcher has it, to be changed and searched. */
    public abstract VectorIndex port(int dimension);
}

package dev.stead.benchmarks.engine;

/** The engines that can be measured, by name. */
public enum Engines {
    /** The exhaustive scan of float32 behind the matcher's port: exact. */
    FLAT {
        @Override
        public Engine open(int dimension) {
            return new FlatEngine(dimension);
        }
    },
    /** The peer hnswlib-core itself, built in parallel and with a SIMD distance: at its best. */
    HNSWLIB {
        @Override
        public Engine open(int dimension) {
            return new HnswlibEngine(dimension);
        }
    };

    /** An empty index of this kind. */
    public abstract Engine open(int dimension);
}

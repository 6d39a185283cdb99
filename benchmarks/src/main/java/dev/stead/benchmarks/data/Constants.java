package dev.stead.benchmarks.data;

/** What the search found; {@code docs/embeddings.md} says how. Variances are shares of a sample's variance, which is one. */
final class Constants {
    /** Variance that each trait explains, and how many values it has: what explains most has fewest values. */
    static final double[] TRAIT_VARIANCE = {0.1230, 0.1131, 0.1041, 0.0957, 0.0881, 0.0810};

    static final int[] TRAIT_VALUES = {35, 38, 42, 46, 50, 54};

    /** Spread of the logarithm of how strongly somebody shows their traits. */
    static final double TYPICALITY = 0.117;

    /** Variance that is a person's alone. */
    static final double OWN = 0.061;

    /** Strength of a capture's noise, the spread of its logarithm, and how heavy that one's tails are. */
    static final double NOISE = 0.511;

    static final double NOISE_SPREAD = 0.326;
    static final double NOISE_TAIL = 0.35;

    /** Norm of the mean of all samples. */
    static final double MEAN_NORM = 0.077;

    /** Share of a bad capture's variance that all bad captures have in common: even between these. */
    static final double BAD_LEAST = 0.2;

    static final double BAD_MOST = 0.8;

    private Constants() {}
}

package dev.stead.benchmarks.data;

/** The fitted parameters; {@code docs/embeddings.md} explains the search. Variances are shares of a sample's variance, which is one. */
final class Constants {
    /** Variance that each trait explains, and its number of values: the trait that explains most has fewest. */
    static final double[] TRAIT_VARIANCE = {0.1230, 0.1131, 0.1041, 0.0957, 0.0881, 0.0810};

    static final int[] TRAIT_VALUES = {35, 38, 42, 46, 50, 54};

    /** Spread of the logarithm of the strength of a person's traits. */
    static final double TYPICALITY = 0.117;

    /** Variance unique to a person. */
    static final double OWN = 0.061;

    /** Strength of a capture's noise, the spread of its logarithm, and the weight of its tails. */
    static final double NOISE = 0.511;

    static final double NOISE_SPREAD = 0.326;
    static final double NOISE_TAIL = 0.35;

    /** Share of the noise of a frame that all frames of its burst have. Assumed: no real bursts were measured. */
    static final double BURST_SHARED = 0.5;

    /** Norm of the mean of all samples. */
    static final double MEAN_NORM = 0.077;

    /** Range of the share of a bad capture's variance that is common to all bad captures; uniformly distributed. */
    static final double BAD_LEAST = 0.2;

    static final double BAD_MOST = 0.8;

    private Constants() {}
}

package dev.stead.matcher.domain;

/** What a gallery takes and how it decides. */
public record GalleryConfig(
        GalleryId id, ModelId model, int dimension, OperatingPoint operatingPoint, QualityGate gate) {

    public static final int LEAST_DIMENSION = 128;
    public static final int MOST_DIMENSION = 1_024;

    public GalleryConfig {
        if (dimension < LEAST_DIMENSION || dimension > MOST_DIMENSION) {
            throw new IllegalArgumentException(
                    "a gallery has " + LEAST_DIMENSION + " to " + MOST_DIMENSION + " dimensions, not " + dimension);
        }
    }

    /**
     * How good a sample must be.
     *
     * @param least the quality below which nothing is enrolled or decided
     * @param agreement the similarity that samples of one enrolment must have to each other: 0.35 refuses 1 % of genuine pairs and lets
     *     one pair of strangers in 2,000 pass
     */
    public record QualityGate(Quality least, float agreement) {
        public static final QualityGate STANDARD = new QualityGate(new Quality(30), 0.35f);
    }

    /** Checks that a sample is of this gallery's model and shape, and good enough. */
    public void check(Sample sample) {
        if (!sample.model().equals(model)) {
            throw new MatcherException(MatcherError.MODEL_MISMATCH, "gallery " + id + " holds embeddings of " + model);
        }
        if (sample.embedding().dimension() != dimension) {
            throw new MatcherException(
                    MatcherError.EMBEDDING_LENGTH,
                    "gallery " + id + " has " + dimension + " dimensions, the embedding has "
                            + sample.embedding().dimension());
        }
        sample.quality().require(gate.least());
    }
}

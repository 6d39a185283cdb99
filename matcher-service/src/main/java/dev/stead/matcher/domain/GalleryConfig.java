package dev.stead.matcher.domain;

/**
 * What a gallery takes and how it decides. A dimension is a number of floats.
 *
 * @param operatingPoint the fixed one, or the one with which a gallery starts that calibrates itself
 */
public record GalleryConfig(
        GalleryId id, ModelId model, int dimension, OperatingPoint operatingPoint, QualityGate gate) {

    public static final int MIN_DIMENSION = 128;
    public static final int MAX_DIMENSION = 1_024;

    public GalleryConfig {
        if (dimension < MIN_DIMENSION || dimension > MAX_DIMENSION) {
            throw new IllegalArgumentException(
                    "a gallery must have " + MIN_DIMENSION + " to " + MAX_DIMENSION + " dimensions, not " + dimension);
        }
    }

    /**
     * What a sample must be like to be used.
     *
     * @param minQuality a sample of lower quality is refused, for enrolment and for search
     * @param enrolmentSimilarity the similarity that any two samples of one enrolment must have: 0.35 refuses 1 % of genuine pairs and
     *     lets one pair of strangers in 2,000 pass
     */
    public record QualityGate(Quality minQuality, float enrolmentSimilarity) {
        public static final QualityGate STANDARD = new QualityGate(new Quality(30), 0.35f);
    }

    /** Checks that a sample is of this gallery's model and dimension, and good enough. */
    public void check(Sample sample) {
        if (!sample.model().equals(model)) {
            throw new MatcherException(
                    MatcherError.MODEL_MISMATCH, "gallery " + id + " takes embeddings of model " + model);
        }
        if (sample.embedding().dimension() != dimension) {
            throw new MatcherException(
                    MatcherError.EMBEDDING_LENGTH,
                    "an embedding for gallery " + id + " must have " + dimension + " numbers, not "
                            + sample.embedding().dimension());
        }
        sample.quality().require(gate.minQuality());
    }
}

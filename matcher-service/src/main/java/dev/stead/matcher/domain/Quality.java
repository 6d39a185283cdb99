package dev.stead.matcher.domain;

/** Quality of a capture by ISO/IEC 29794-1: 0 useless, 100 perfect. */
public record Quality(int value) {
    public Quality {
        if (value < 0 || value > 100) {
            throw new MatcherException(MatcherError.QUALITY_INVALID, "quality must be 0 to 100, not " + value);
        }
    }

    /**
     * The gate before enrolment and before a search: bad captures of different people resemble each other (in low light the 99 % quantile
     * of impostor similarities is 0.78), so none of them may reach the gallery.
     */
    public void require(Quality minimum) {
        if (value < minimum.value) {
            throw new MatcherException(
                    MatcherError.QUALITY_TOO_LOW,
                    "this gallery needs a quality of at least " + minimum.value + ", and the sample has " + value
                            + ": capture another sample");
        }
    }
}

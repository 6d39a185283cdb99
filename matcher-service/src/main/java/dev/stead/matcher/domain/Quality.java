package dev.stead.matcher.domain;

/** Quality of a capture by ISO/IEC 29794-1: 0 useless, 100 perfect. */
public record Quality(int value) {
    public Quality {
        if (value < 0 || value > 100) {
            throw new MatcherException(MatcherError.QUALITY_INVALID, "quality is 0 to 100");
        }
    }

    /**
     * The gate before enrolment and before a decision: bad captures of different people resemble each other (low light: impostor
     * similarity 0.78 at the 99 % quantile), so a low one must not reach the gallery.
     */
    public void require(Quality least) {
        if (value < least.value) {
            throw new MatcherException(
                    MatcherError.QUALITY_TOO_LOW, "this gallery needs a quality of at least " + least.value);
        }
    }
}

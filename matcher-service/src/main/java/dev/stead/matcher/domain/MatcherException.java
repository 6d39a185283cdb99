package dev.stead.matcher.domain;

/** A refusal. Its detail is for the caller: it names limits and shapes, but never a number of an embedding or a similarity. */
public final class MatcherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final MatcherError error;

    public MatcherException(MatcherError error, String detail) {
        super(detail, null, false, false);
        this.error = error;
    }

    public MatcherError error() {
        return error;
    }

    /** What was wrong, then what would be right. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}

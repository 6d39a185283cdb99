package dev.stead.matcher.domain;

import java.util.List;

/** A refusal. Its detail is for the caller: it names limits and shapes, but never a number of an embedding or a similarity. */
public final class MatcherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final MatcherError error;
    private final transient List<SubjectId> lookAlikes;

    public MatcherException(MatcherError error, String detail) {
        this(error, detail, List.of());
    }

    private MatcherException(MatcherError error, String detail, List<SubjectId> lookAlikes) {
        super(detail, null, false, false);
        this.error = error;
        this.lookAlikes = List.copyOf(lookAlikes);
    }

    /** For an operator: whom the samples look like, most similar first. */
    static MatcherException wrongPerson(List<SubjectId> lookAlikes) {
        return new MatcherException(
                MatcherError.WRONG_PERSON,
                "the sample looks like another subject; if they are two people, name all of them in look_alikes",
                lookAlikes);
    }

    /** Whom the samples look like: for an operator only, otherwise empty. */
    public List<SubjectId> lookAlikes() {
        return lookAlikes;
    }

    public MatcherError error() {
        return error;
    }

    /** What was wrong, then what would be right. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}

package dev.stead.matcher.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A refusal. Its detail is for the caller: it names limits and shapes, but never a number of an embedding or a similarity. */
public final class MatcherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final MatcherError error;
    private final transient List<SubjectId> lookAlikes;
    private final transient Optional<Instant> possibleFrom;

    public MatcherException(MatcherError error, String detail) {
        this(error, detail, List.of(), Optional.empty());
    }

    private MatcherException(
            MatcherError error, String detail, List<SubjectId> lookAlikes, Optional<Instant> possibleFrom) {
        super(detail, null, false, false);
        this.error = error;
        this.lookAlikes = List.copyOf(lookAlikes);
        this.possibleFrom = possibleFrom;
    }

    /** What is asked for is possible later. */
    static MatcherException waiting(MatcherError error, String detail, Instant possibleFrom) {
        return new MatcherException(error, detail, List.of(), Optional.of(possibleFrom));
    }

    /** For an operator: whom the samples look like, most similar first. */
    static MatcherException wrongPerson(List<SubjectId> lookAlikes) {
        return new MatcherException(
                MatcherError.WRONG_PERSON,
                "the sample looks like another subject; if they are two people, name all of them in look_alikes",
                lookAlikes,
                Optional.empty());
    }

    /** Whom the samples look like: for an operator only, otherwise empty. */
    public List<SubjectId> lookAlikes() {
        return lookAlikes;
    }

    /** From when on it is possible, if time alone is wanting. */
    public Optional<Instant> possibleFrom() {
        return possibleFrom;
    }

    public MatcherError error() {
        return error;
    }

    /** What was wrong, then what would be right. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}

package dev.stead.matcher.domain.duplicate;

import dev.stead.matcher.domain.SubjectId;
import java.time.Instant;

/**
 * Two subjects of one gallery who look like one person, and of whom no operator has recorded that they are two. The same pair whichever of
 * them is named first: it has them in the order of their ids.
 */
public record Duplicate(SubjectId subject, SubjectId other) {
    public Duplicate {
        int order = subject.value().compareTo(other.value());
        if (order == 0) {
            throw new IllegalArgumentException("a duplicate must be of two subjects");
        }
        if (order > 0) {
            SubjectId first = other;
            other = subject;
            subject = first;
        }
    }

    /** The one of the two who is not this one. */
    public SubjectId besides(SubjectId one) {
        return one.equals(subject) ? other : subject;
    }

    /** As it is kept. */
    public record Kept(Duplicate pair, Instant findTime) {}
}

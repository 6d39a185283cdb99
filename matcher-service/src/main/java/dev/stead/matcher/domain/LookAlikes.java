package dev.stead.matcher.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom the samples of a request look like although they are of somebody else, by the word of an operator.
 *
 * @param operator the id of the operator who asks; empty for a person, who may name nobody and is told of nobody
 */
public record LookAlikes(Optional<String> operator, List<LookAlike> named) {
    /** In one request. */
    public static final int MAX_NAMED = 8;
    /** Of a person's own request. */
    public static final LookAlikes NONE = new LookAlikes(Optional.empty(), List.of());

    public LookAlikes {
        named = List.copyOf(named);
        if (operator.isEmpty() && !named.isEmpty()) {
            throw new MatcherException(
                    MatcherError.LOOK_ALIKE_NOT_ALLOWED,
                    "only an operator can say that two people look alike: leave look_alikes empty");
        }
        if (named.size() > MAX_NAMED) {
            throw new MatcherException(
                    MatcherError.LOOK_ALIKE_INVALID, "a request must name at most " + MAX_NAMED + " look-alikes");
        }
        Set<SubjectId> seen = new HashSet<>();
        if (!named.stream().allMatch(one -> seen.add(one.subject()))) {
            throw new MatcherException(MatcherError.LOOK_ALIKE_INVALID, "a request must name each look-alike once");
        }
    }

    boolean name(SubjectId subject) {
        return named.stream().anyMatch(one -> one.subject().equals(subject));
    }
}

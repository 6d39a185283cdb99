package dev.stead.matcher.domain;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Candidates, most similar first, each subject once.
 *
 * @param epoch the gallery's epoch at the search
 */
public record CandidateList(List<Candidate> candidates, long epoch) {
    private static final Comparator<Candidate> MOST_SIMILAR_FIRST = Comparator.comparingDouble(Candidate::similarity)
            .reversed()
            .thenComparing(candidate -> candidate.subject().value());

    public CandidateList {
        candidates = List.copyOf(candidates);
    }

    /** Sorts candidates; of a subject with several, the most similar one remains. */
    public static CandidateList of(Stream<Candidate> found, long epoch) {
        Set<SubjectId> seen = new HashSet<>();
        return new CandidateList(
                found.sorted(MOST_SIMILAR_FIRST)
                        .filter(one -> seen.add(one.subject()))
                        .toList(),
                epoch);
    }

    /** The candidates of two shards of one gallery. */
    public CandidateList merge(CandidateList other) {
        return of(Stream.concat(candidates.stream(), other.candidates.stream()), Math.min(epoch, other.epoch));
    }

    public Optional<Candidate> best() {
        return candidates.stream().findFirst();
    }

    /** Empty if they are not among the candidates. */
    OptionalDouble similarityOf(SubjectId subject) {
        return candidates.stream()
                .filter(one -> one.subject().equals(subject))
                .mapToDouble(Candidate::similarity)
                .findFirst();
    }

    /** All but these subjects. */
    CandidateList without(Predicate<SubjectId> subjects) {
        return new CandidateList(
                candidates.stream().filter(one -> !subjects.test(one.subject())).toList(), epoch);
    }
}

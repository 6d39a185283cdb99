package dev.stead.matcher.domain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides as the operating point does, except between look-alikes on record: whatever the similarities, a probe of one of them is
 * ambiguous, unless exactly one of them was verified a moment ago. Then it is that one, if the operating point accepts them.
 */
final class LookAlikeJudge {
    private final Verifications verifications;

    LookAlikeJudge(Verifications verifications) {
        this.verifications = verifications;
    }

    /** @param found the best {@link Identifier#CANDIDATES} of the comparison for the probe */
    Decision decide(Gallery gallery, Comparison comparison, Probe probe, CandidateList found) {
        OperatingPoint point = comparison.point();
        Optional<SubjectId> best = found.best().filter(point::isReachedBy).map(Candidate::subject);
        Set<SubjectId> alike = best.map(gallery::lookAlikesOf).orElse(Set.of());
        if (alike.isEmpty()) {
            return point.decide(found);
        }
        GalleryId id = gallery.config().id();
        List<SubjectId> verified = Stream.concat(best.stream(), alike.stream())
                .filter(one -> verifications.isRecent(id, one))
                .toList();
        if (verified.size() != 1) {
            return new Decision.Ambiguous();
        }
        SubjectId only = verified.getFirst();
        // The templates of the others must not push out anybody who counts.
        CandidateList rest = comparison
                .search(gallery, probe, Identifier.CANDIDATES + Enrolment.MAX_TEMPLATES * alike.size())
                .without(one ->
                        !one.equals(only) && (alike.contains(one) || best.get().equals(one)));
        Decision decision = point.decide(rest);
        return decision.equals(new Decision.Identified(only)) ? decision : new Decision.Ambiguous();
    }

    void verified(Gallery gallery, SubjectId subject) {
        if (!gallery.lookAlikesOf(subject).isEmpty()) {
            verifications.remember(gallery.config().id(), subject);
        }
    }

    void identified(Gallery gallery, SubjectId subject) {
        verifications.forget(gallery.config().id(), subject);
    }
}

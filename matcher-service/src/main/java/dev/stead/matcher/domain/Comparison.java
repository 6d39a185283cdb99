package dev.stead.matcher.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * With whom the frames of a presentation are compared, and the point that decides about them.
 *
 * @param kind which ring it is
 * @param subjects those of the ring; empty for everybody
 */
record Comparison(Rings.Kind kind, Optional<Set<SubjectId>> subjects, OperatingPoint point) {
    /** The thresholds of fewer are those of a handful: two people who go shopping together are often of one family. */
    private static final int LEAST_RING = 5;
    /**
     * A comparison with one subject has the threshold of so many. Whoever else takes up a phone is often of the family, and nothing proves
     * that its camera has seen what it sends: with the standard FPIR of one in 1,000, one picture in 10,000 is taken for the subject.
     */
    private static final int AS_ONE = 10;

    /**
     * The comparisons of a presentation, with the fewest first. Each is another chance for a stranger, so together they get what one alone
     * would: with {@code parts} times as many subjects a threshold buys that part of the FPIR.
     */
    static List<Comparison> of(Gallery gallery, Rings.Around around) {
        if (around.scope() == Rings.Scope.RING) {
            Set<SubjectId> only = around.terminal().orElseThrow(Comparison::unknown);
            return List.of(ring(gallery, Rings.Kind.TERMINAL, only, 1));
        }
        Set<SubjectId> terminal =
                around.scope() == Rings.Scope.ALL ? Set.of() : around.terminal().orElse(Set.of());
        Set<SubjectId> wider =
                around.scope() == Rings.Scope.ALL ? Set.of() : around.wider().orElse(Set.of());
        boolean hasTerminal = !terminal.isEmpty();
        boolean hasWider = wider.size() > terminal.size();
        int parts = hasTerminal && hasWider ? 4 : hasTerminal || hasWider ? 2 : 1;
        var all = new ArrayList<Comparison>();
        if (hasTerminal) {
            all.add(ring(gallery, Rings.Kind.TERMINAL, terminal, 2));
        }
        if (hasWider) {
            all.add(ring(gallery, Rings.Kind.WIDER, wider, parts));
        }
        all.add(everybody(gallery, parts));
        return List.copyOf(all);
    }

    /** The point that decides whether a probe is of one subject, whom it is said to be of. */
    static OperatingPoint pointOfOne(Gallery gallery) {
        return gallery.operatingPoint(AS_ONE);
    }

    private static MatcherException unknown() {
        return new MatcherException(
                MatcherError.RING_UNKNOWN,
                "the matcher does not know who may act at this terminal, and this gallery compares with nobody else: try again"
                        + " in a moment");
    }

    private static Comparison ring(Gallery gallery, Rings.Kind kind, Set<SubjectId> subjects, int parts) {
        long size = (long) parts * Math.max(LEAST_RING, subjects.size());
        return new Comparison(kind, Optional.of(subjects), gallery.operatingPoint(size));
    }

    /** At a small gallery the point is that of a larger one, which may be the stricter of the two. */
    private static Comparison everybody(Gallery gallery, int parts) {
        OperatingPoint part = gallery.operatingPoint(parts * gallery.stats().subjects());
        OperatingPoint whole = gallery.operatingPoint();
        return new Comparison(Rings.Kind.ALL, Optional.empty(), part.threshold() > whole.threshold() ? part : whole);
    }

    CandidateList search(Gallery gallery, Probe probe, int limit) {
        return gallery.search(probe, point, subjects, limit);
    }

    /** For every frame but the last. */
    Comparison early() {
        return new Comparison(kind, subjects, point.early());
    }

    /** Whether the best of a comparison with more subjects is ahead by the margin: then it is somebody else. */
    boolean isBeaten(Candidate best, CandidateList ofMore) {
        return ofMore.best()
                .filter(other -> other.similarity() > best.similarity() + point.margin())
                .isPresent();
    }

    /** With how many subjects. */
    long size(Gallery gallery) {
        return subjects.isPresent() ? subjects.get().size() : gallery.stats().subjects();
    }
}

package dev.stead.matcher.domain;

import java.util.List;

/**
 * When a candidate is identified: its similarity must reach the threshold, and be ahead of everybody else's by the margin.
 *
 * <p>The default, 0.55 and 0.05, is for galleries of about 1,000 subjects. Expected there, from 13,187 LFW faces by a 512-dimensional
 * MobileFaceNet: the best impostor of a stranger has a mean of 0.344 and a standard deviation of 0.045, 99 % lie under 0.466 and the
 * greatest of the sample was 0.544, so FPIR is under 0.001; single genuine comparisons have a mean of 0.683 and a standard deviation of
 * 0.117, 12 to 13 % lie under 0.55, so FNIR is about 0.12 with one template and one frame, and falls with several of either. A gallery of
 * 1,000,000 needs a threshold of about 0.62 for an FPIR of 0.01.
 *
 * @param calibration the version of the gallery's calibration that the threshold is of; 0 if it is of none
 */
public record OperatingPoint(float threshold, float margin, int calibration) {
    /** Who probes at a boundary is nearer than this, always; of strangers in a gallery of 1,000, one in ten is. */
    private static final float FAR_BELOW = 0.15f;
    /**
     * A probe further from a boundary says nothing that its maker did not know: the similarity of what is made at random around a probe has
     * a standard deviation of at most {@code (1 - threshold) / sqrt(dimension)}, which is 0.02 in 512 dimensions.
     */
    private static final float REACH = 0.05f;

    /** For galleries of about 1,000 subjects. */
    public static final OperatingPoint STANDARD = new OperatingPoint(0.55f, 0.05f);

    public OperatingPoint {
        if (!(threshold > 0 && threshold <= 1 && margin >= 0 && margin < 1)) {
            throw new IllegalArgumentException("a threshold must be in (0, 1], and a margin in [0, 1)");
        }
    }

    /** A point of no calibration. */
    public OperatingPoint(float threshold, float margin) {
        this(threshold, margin, 0);
    }

    public Decision decide(CandidateList list) {
        List<Candidate> candidates = list.candidates();
        if (candidates.isEmpty() || !isReachedBy(candidates.getFirst())) {
            return new Decision.NotIdentified();
        }
        Candidate best = candidates.getFirst();
        boolean close =
                candidates.size() > 1 && best.similarity() - candidates.get(1).similarity() < margin;
        return close ? new Decision.Ambiguous() : new Decision.Identified(best.subject());
    }

    /**
     * About whom the answer to this search tells something: the best candidate, if it is near the threshold, also far below it; and
     * whoever would have decided in their place had the similarities been a little different.
     */
    List<SubjectId> near(CandidateList found) {
        List<Candidate> candidates = found.candidates();
        if (candidates.isEmpty() || candidates.getFirst().similarity() < threshold - FAR_BELOW) {
            return List.of();
        }
        float best = candidates.getFirst().similarity();
        float least = Math.max(threshold, best - margin) - REACH;
        int close = 1;
        while (close < candidates.size() && candidates.get(close).similarity() > least) {
            close++;
        }
        return close == 1 && !isNear(best)
                ? List.of()
                : candidates.stream().limit(close).map(Candidate::subject).toList();
    }

    /** Whether a slightly different probe would have had, or not had, somebody who reaches the threshold. */
    boolean isClose(CandidateList found) {
        return found.best()
                .filter(best -> best.similarity() >= threshold - REACH)
                .isPresent();
    }

    /** Whether an answer that compares with one subject only tells something about them. */
    boolean isNear(float similarity) {
        return similarity >= threshold - FAR_BELOW && similarity < early().threshold() + REACH;
    }

    public boolean isReachedBy(Candidate candidate) {
        return candidate.similarity() >= threshold;
    }

    /**
     * For every frame but the last: the threshold is higher by the margin. Several searches are several chances for a stranger, so an early
     * decision must be more certain than the last one.
     */
    OperatingPoint early() {
        return new OperatingPoint(Math.min(1, threshold + margin), margin, calibration);
    }
}

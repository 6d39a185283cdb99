package dev.stead.matcher.domain;

import java.util.Optional;

/** Use cases: who is this (one-to-many), and is it this subject (one-to-one)? Thread-safe; a search never blocks. */
public final class Identifier {
    /** Templates to search for: two subjects are needed to decide, and all templates of the first must not push the second out. */
    public static final int CANDIDATES = Enrolment.MAX_TEMPLATES + 1;

    private final Nonces nonces;
    private final DecisionBudget budget;
    private final LookAlikeJudge judge;

    public Identifier(Nonces nonces, DecisionBudget budget, Verifications verifications) {
        this.nonces = nonces;
        this.budget = budget;
        this.judge = new LookAlikeJudge(verifications);
    }

    /** Begins a presentation; refuses one that was decided before. */
    public Presentation begin(Gallery gallery, CaptureSource source, CaptureNonce nonce) {
        if (nonces.isUsed(source, nonce)) {
            throw used();
        }
        return new Presentation(gallery, source, nonce);
    }

    /**
     * Adds a frame to the presentation and searches for it.
     *
     * @return the decision once it is certain, and after the last frame in any case; empty if more frames are needed
     */
    public Optional<Decision> identify(Presentation presentation, Sample frame, boolean last) {
        Gallery gallery = presentation.gallery();
        OperatingPoint point = gallery.config().operatingPoint();
        Probe probe = presentation.add(frame);
        budget.spend(presentation.source());
        if (last || presentation.isFull()) {
            return Optional.of(identified(presentation, judge.decide(gallery, point, probe)));
        }
        return judge.decide(gallery, point.early(), probe) instanceof Decision.Identified early
                ? Optional.of(identified(presentation, early))
                : Optional.empty();
    }

    /** One-to-one: {@link Decision.Identified} or {@link Decision.NotIdentified}. */
    public Decision verify(Presentation presentation, SubjectId claimed, Sample sample) {
        Probe probe = presentation.add(sample);
        budget.spend(presentation.source());
        double similarity = presentation
                .gallery()
                .compare(claimed, probe)
                .orElseThrow(() -> new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the caller is not enrolled"));
        var candidate = new Candidate(claimed, (float) similarity);
        boolean same = presentation.gallery().config().operatingPoint().isReachedBy(candidate);
        Decision decision =
                decided(presentation, same ? new Decision.Identified(claimed) : new Decision.NotIdentified());
        if (same) {
            judge.verified(presentation.gallery(), claimed);
        }
        return decision;
    }

    private Decision identified(Presentation presentation, Decision decision) {
        decided(presentation, decision);
        if (decision instanceof Decision.Identified(SubjectId subject)) {
            judge.identified(presentation.gallery(), subject);
        }
        return decision;
    }

    /** Uses the nonce first: whatever happens next, nobody gets a second decision on this presentation. */
    private Decision decided(Presentation presentation, Decision decision) {
        if (!nonces.use(presentation.source(), presentation.nonce())) {
            throw used();
        }
        if (decision instanceof Decision.Identified(SubjectId subject)) {
            budget.spend(subject);
        }
        return decision;
    }

    private static MatcherException used() {
        return new MatcherException(
                MatcherError.NONCE_USED,
                "this presentation was decided before: begin another with a new capture_nonce");
    }
}

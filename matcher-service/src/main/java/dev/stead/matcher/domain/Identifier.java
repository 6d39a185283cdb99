package dev.stead.matcher.domain;

import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        OperatingPoint point = presentation.point();
        Probe probe = presentation.add(frame);
        presentation.pay(budget.answer(presentation.source()));
        boolean decides = last || presentation.isFull();
        CandidateList found = gallery.search(probe, point, CANDIDATES);
        Decision decision =
                paid(presentation, found, judge.decide(gallery, decides ? point : point.early(), probe, found));
        return decides || decision instanceof Decision.Identified
                ? Optional.of(identified(presentation, decision))
                : Optional.empty();
    }

    /** One-to-one: {@link Decision.Identified} or {@link Decision.NotIdentified}. */
    public Decision verify(Presentation presentation, SubjectId claimed, Sample sample) {
        Gallery gallery = presentation.gallery();
        OperatingPoint point = presentation.point();
        Probe probe = presentation.add(sample);
        presentation.pay(budget.answer(presentation.source()));
        budget.requireLeft(gallery.config().id(), claimed);
        float similarity = (float) gallery.compare(claimed, probe, point)
                .orElseThrow(() -> new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the caller is not enrolled"));
        DecisionBudget.Telling telling = presentation.telling(claimed);
        boolean paid = !point.isNear(similarity) || presentation.pay(budget.near(telling, 1));
        boolean same = paid
                && point.isReachedBy(new Candidate(claimed, similarity))
                && presentation.pay(budget.identified(telling));
        Decision decision =
                decided(presentation, same ? new Decision.Identified(claimed) : new Decision.NotIdentified());
        if (decision instanceof Decision.Identified) {
            judge.verified(gallery, claimed);
        }
        return decision;
    }

    /**
     * The decision, if it can be paid for. Otherwise nobody is identified: a spent budget looks like a stranger, or it would itself tell
     * who is near. Ambiguous is a third answer, so it costs twice.
     */
    private Decision paid(Presentation presentation, CandidateList found, Decision decision) {
        int answers = decision instanceof Decision.Ambiguous ? 2 : 1;
        boolean paid = true;
        for (SubjectId near : near(presentation, found)) {
            paid &= presentation.pay(budget.near(presentation.telling(near), answers));
        }
        if (paid && decision instanceof Decision.Identified(SubjectId subject)) {
            paid = presentation.pay(budget.identified(presentation.telling(subject)));
        }
        return paid ? decision : new Decision.NotIdentified();
    }

    /** Of look-alikes on record no similarity tells one from the other. */
    private static List<SubjectId> near(Presentation presentation, CandidateList found) {
        OperatingPoint point = presentation.point();
        List<SubjectId> near = point.near(found);
        Set<SubjectId> alike = near.size() > 1 ? presentation.gallery().lookAlikesOf(near.getFirst()) : Set.of();
        return alike.isEmpty() ? near : point.near(found.without(alike::contains));
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
        if (!(decision instanceof Decision.Identified)) {
            budget.refused(presentation.source());
        }
        return decision;
    }

    private static MatcherException used() {
        return new MatcherException(
                MatcherError.NONCE_USED,
                "this presentation was decided before: begin another with a new capture_nonce");
    }
}

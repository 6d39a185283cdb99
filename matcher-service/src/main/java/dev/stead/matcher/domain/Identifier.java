package dev.stead.matcher.domain;

import dev.stead.matcher.domain.repeat.RepeatGuard;
import dev.stead.matcher.domain.repeat.Repetition;
import java.util.Optional;
import java.util.UUID;

/** Use cases: who is this (one-to-many), and is it this subject (one-to-one)? Thread-safe; a search never blocks. */
public final class Identifier {
    /** Templates to search for: two subjects are needed to decide, and all templates of the first must not push the second out. */
    public static final int CANDIDATES = Enrolment.MAX_TEMPLATES + 1;

    private final Nonces nonces;
    private final DecisionBudget budget;
    private final RepeatGuard repeats;
    private final LookAlikeJudge judge;
    private final StepwiseSearch search;
    private final Rings rings;

    public Identifier(
            Nonces nonces, DecisionBudget budget, RepeatGuard repeats, Verifications verifications, Rings rings) {
        this.nonces = nonces;
        this.budget = budget;
        this.repeats = repeats;
        this.judge = new LookAlikeJudge(verifications);
        this.search = new StepwiseSearch(judge);
        this.rings = rings;
    }

    /** Begins a presentation; refuses one that was decided before, and one where the rings that must be known are not. */
    public Presentation begin(Gallery gallery, CaptureSource source, CaptureNonce nonce) {
        if (nonces.isUsed(source, nonce)) {
            throw used();
        }
        return new Presentation(
                gallery, source, nonce, rings.around(gallery.config().id(), source));
    }

    /**
     * Adds a frame to the presentation and searches for it.
     *
     * @return the decision once it is certain, and after the last frame in any case; empty if more frames are needed
     */
    public Optional<Decision> identify(Presentation presentation, Sample frame, boolean last) {
        Gallery gallery = presentation.gallery();
        Probe probe = add(presentation, frame);
        presentation.pay(budget.answer(presentation.source()));
        boolean decides = last || presentation.isFull();
        StepwiseSearch.Result found = search.search(gallery, presentation.comparisons(), probe, !decides);
        probe.embedding().wipe();
        Decision decision = unrepeated(presentation, frame, paid(presentation, found));
        if (decision instanceof Decision.Identified(SubjectId subject)) {
            presentation.identifiedBy(found.by(), found.found().similarityOf(subject));
        }
        return decides || decision instanceof Decision.Identified
                ? Optional.of(identified(presentation, decision))
                : Optional.empty();
    }

    /** One-to-one: {@link Decision.Identified} or {@link Decision.NotIdentified}. */
    public Decision verify(Presentation presentation, SubjectId claimed, Sample sample) {
        Gallery gallery = presentation.gallery();
        OperatingPoint point = presentation.pointOfOne();
        Probe probe = add(presentation, sample);
        presentation.pay(budget.answer(presentation.source()));
        budget.requireLeft(gallery.config().id(), claimed);
        float similarity = (float) gallery.compare(claimed, probe, point)
                .orElseThrow(() -> new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the caller is not enrolled"));
        probe.embedding().wipe();
        DecisionBudget.Telling telling = presentation.telling(claimed);
        boolean paid = !point.isNear(similarity) || presentation.pay(budget.near(telling, 1));
        boolean same = paid
                && point.isReachedBy(new Candidate(claimed, similarity))
                && presentation.pay(budget.identified(telling))
                && !isRepeated(presentation, claimed, similarity);
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
    private Decision paid(Presentation presentation, StepwiseSearch.Result found) {
        Decision decision = found.decision();
        int answers = decision instanceof Decision.Ambiguous ? 2 : 1;
        boolean paid = true;
        for (SubjectId near : found.near()) {
            paid &= presentation.pay(budget.near(presentation.telling(near), answers));
        }
        if (paid && decision instanceof Decision.Identified(SubjectId subject)) {
            paid = presentation.pay(budget.identified(presentation.telling(subject)));
        }
        return paid ? decision : new Decision.NotIdentified();
    }

    private Probe add(Presentation presentation, Sample frame) {
        Probe probe = presentation.add(frame);
        presentation.sketches().add(repeats.sketch(frame.embedding().values()));
        return probe;
    }

    /** Asked last, when all is paid for: a repeat tells no more, and costs no less, than what it repeats. */
    private Decision unrepeated(Presentation presentation, Sample frame, Decision decision) {
        if (!(decision instanceof Decision.Identified(SubjectId subject))) {
            presentation.repeats(Repetition.NONE);
            return decision;
        }
        double toTemplates = presentation
                .gallery()
                .compare(subject, new Probe(frame.embedding()))
                .orElse(-1);
        return isRepeated(presentation, subject, toTemplates) ? new Decision.NotIdentified() : decision;
    }

    private boolean isRepeated(Presentation presentation, SubjectId subject, double toTemplates) {
        Repetition found = presentation
                .gallery()
                .generationOf(subject)
                .map(enrolment -> repeats.check(enrolment, presentation.sketches(), toTemplates))
                .orElse(Repetition.NONE);
        presentation.repeats(found);
        if (repeats.suspects(found)) {
            budget.refused(presentation.source());
        }
        return repeats.refuses(found);
    }

    /** The erasure of a subject forgets after the generation has ended: whichever is last, nothing is left. */
    private void remember(Presentation presentation, SubjectId subject) {
        Gallery gallery = presentation.gallery();
        Optional<UUID> enrolment = gallery.generationOf(subject);
        if (presentation.repetition() != Repetition.REPEAT) {
            enrolment.ifPresent(it -> repeats.remember(it, presentation.sketches()));
        }
        if (!gallery.generationOf(subject).equals(enrolment)) {
            enrolment.ifPresent(this::forget);
        }
    }

    /** The enrolment of this generation was erased. */
    void forget(UUID enrolment) {
        repeats.forget(enrolment);
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
            remember(presentation, subject);
        } else {
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

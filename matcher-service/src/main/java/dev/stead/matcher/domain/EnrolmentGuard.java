package dev.stead.matcher.domain;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Keeps two subjects with one face out of a gallery: an operator's sample that is more similar to somebody else, past the operating point,
 * is {@link MatcherError#WRONG_PERSON}, unless the operator says that they are two people, or enrolments are not refused for it by policy.
 * A person's own is held, and they are not told: neither who the other one is, nor that there is one.
 *
 * <p>It uses the point that decides about everybody when it is made: who would be taken for somebody else is not enrolled.
 */
final class EnrolmentGuard {
    private static final int CANDIDATES = Enrolment.MAX_TEMPLATES + 8;

    private final Gallery gallery;
    private final DecisionBudget budget;
    private final Enroller.DuplicatePolicy policy;
    private final OperatingPoint point;

    /** Refuses. */
    EnrolmentGuard(Gallery gallery, DecisionBudget budget) {
        this(gallery, budget, Enroller.DuplicatePolicy.REFUSE);
    }

    /** @param policy what becomes of somebody whom an operator enrols */
    EnrolmentGuard(Gallery gallery, DecisionBudget budget, Enroller.DuplicatePolicy policy) {
        this.gallery = gallery;
        this.budget = budget;
        this.policy = policy;
        this.point = gallery.operatingPoint();
    }

    /**
     * Checks a subject who is not enrolled.
     *
     * @param earlier those who will be enrolled together with this one
     * @return whom the samples look like, of a person's own enrolment, and of an operator's that is not refused for it
     */
    List<SubjectId> check(Enrolment enrolment, List<Enrolment> earlier) {
        return check(enrolment.subject(), embeddings(enrolment), enrolment.lookAlikes(), earlier);
    }

    /** Checks what is held of a subject. */
    void check(SubjectId subject, List<Embedding> held, LookAlikes lookAlikes) {
        check(subject, held, lookAlikes, List.of());
    }

    private List<SubjectId> check(
            SubjectId subject, List<Embedding> samples, LookAlikes lookAlikes, List<Enrolment> earlier) {
        requireOthers(subject, lookAlikes);
        CaptureSource source = source(subject, lookAlikes);
        requireLeft(source);
        int limit = CANDIDATES + Enrolment.MAX_TEMPLATES * lookAlikes.named().size();
        var found = samples.stream()
                .flatMap(sample -> Stream.concat(
                        others(subject, source, new Probe(sample), limit).candidates().stream(),
                        earlier.stream().map(one -> new Candidate(one.subject(), similarity(one, sample)))));
        List<SubjectId> others = reached(found, lookAlikes);
        for (LookAlike named : lookAlikes.named()) {
            DoubleStream similarities = samples.stream()
                    .mapToDouble(sample -> earlier.stream()
                            .filter(one -> one.subject().equals(named.subject()))
                            .mapToDouble(one -> similarity(one, sample))
                            .findFirst()
                            .orElseGet(() -> similarity(named.subject(), sample)));
            requireAlike(named, similarities.max());
        }
        return others;
    }

    /** @return who looks more like the sample than the subject does, of a person's own sample */
    List<SubjectId> check(AddedSample addition) {
        SubjectId subject = addition.subject();
        var probe = new Probe(addition.sample().embedding());
        CaptureSource source = source(subject, addition.lookAlikes());
        requireLeft(source);
        double own = gallery.compare(subject, probe, point)
                .orElseThrow(() -> new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the subject is not enrolled"));
        requireNearLeft(subject, source);
        LookAlikes lookAlikes = addition.lookAlikes();
        requireOthers(subject, lookAlikes);
        int limit = CANDIDATES + Enrolment.MAX_TEMPLATES * lookAlikes.named().size();
        List<SubjectId> others = reached(
                others(subject, source, probe, limit).candidates().stream().filter(one -> one.similarity() > own),
                lookAlikes);
        // Against what is nearest, many small steps would lead from one face to any other.
        double anchored = gallery.compareToAnchors(subject, probe).orElse(-1);
        if (anchored < gallery.config().gate().enrolmentSimilarity()) {
            throw new MatcherException(
                    MatcherError.WRONG_PERSON, "the sample does not look like those of the subject's enrolment");
        }
        for (LookAlike named : lookAlikes.named()) {
            double similarity = similarity(named.subject(), addition.sample().embedding());
            requireAlike(named, OptionalDouble.of(similarity));
        }
        return others;
    }

    private static CaptureSource source(SubjectId subject, LookAlikes lookAlikes) {
        return lookAlikes.operator().map(CaptureSource::operator).orElseGet(() -> CaptureSource.phoneOf(subject));
    }

    private void requireLeft(CaptureSource source) {
        if (source.device() == CaptureSource.Device.PHONE) {
            budget.answer(source);
        }
        budget.requireEnrolmentsLeft(source);
        if (source.device() == CaptureSource.Device.PHONE) {
            budget.enrolment(source);
        }
    }

    /** Whether an added sample looks like the subject tells whoever has their token something about their templates. */
    private void requireNearLeft(SubjectId subject, CaptureSource source) {
        if (source.device() == CaptureSource.Device.PHONE
                && !budget.near(telling(subject, source), 1).isPaid()) {
            throw new MatcherException(
                    MatcherError.DECISION_BUDGET_SPENT,
                    "too many samples were tried for this subject: have an operator add the template");
        }
    }

    private DecisionBudget.Telling telling(SubjectId subject, CaptureSource source) {
        return new DecisionBudget.Telling(gallery.config().id(), subject, source);
    }

    /**
     * Who else the probe finds. What that tells is charged to them as anywhere else, and to the operator who enrols. Those who are held are
     * charged too, or else their budgets would tell that they are.
     */
    private CandidateList others(SubjectId subject, CaptureSource source, Probe probe, int limit) {
        CandidateList others = gallery.search(probe, point, limit).without(subject::equals);
        CandidateList withHeld =
                others.merge(gallery.heldEnrolments().search(probe).without(subject::equals));
        Stream.concat(point.near(others).stream(), point.near(withHeld).stream())
                .distinct()
                .forEach(near -> budget.near(telling(near, source), 1));
        if (source.device() == CaptureSource.Device.OPERATOR && point.isClose(others)) {
            budget.enrolment(source);
        }
        return others;
    }

    private static void requireOthers(SubjectId subject, LookAlikes lookAlikes) {
        if (lookAlikes.name(subject)) {
            throw new MatcherException(
                    MatcherError.LOOK_ALIKE_INVALID, "a subject cannot be a look-alike of themselves: name another");
        }
    }

    /** An operator is told by the refusal. */
    private List<SubjectId> reached(Stream<Candidate> candidates, LookAlikes lookAlikes) {
        List<SubjectId> found = candidates
                .filter(point::isReachedBy)
                .map(Candidate::subject)
                .filter(other -> !lookAlikes.name(other))
                .distinct()
                .toList();
        boolean refuses = policy == Enroller.DuplicatePolicy.REFUSE;
        if (!found.isEmpty() && refuses && lookAlikes.operator().isPresent()) {
            throw MatcherException.wrongPerson(found);
        }
        return found;
    }

    /** A record of two who do not look alike would only take their identification from them. */
    private void requireAlike(LookAlike named, OptionalDouble similarity) {
        if (similarity.stream().noneMatch(it -> point.isReachedBy(new Candidate(named.subject(), (float) it)))) {
            throw new MatcherException(
                    MatcherError.LOOK_ALIKE_INVALID,
                    "the samples do not look like subject " + named.subject() + ": leave them out of look_alikes");
        }
    }

    private double similarity(SubjectId named, Embedding sample) {
        return gallery.compare(named, new Probe(sample), point)
                .orElseThrow(() -> new MatcherException(
                        MatcherError.SUBJECT_UNKNOWN,
                        "subject " + named + ", named as a look-alike, is not enrolled: name one who is"));
    }

    private static float similarity(Enrolment enrolment, Embedding sample) {
        return (float) embeddings(enrolment).stream()
                .mapToDouble(sample::similarityTo)
                .max()
                .orElseThrow();
    }

    private static List<Embedding> embeddings(Enrolment enrolment) {
        return enrolment.samples().stream().map(Sample::embedding).toList();
    }
}

package dev.stead.matcher.domain;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Keeps two subjects with one face out of a gallery: a sample that is more similar to somebody else, past the operating point, is {@link
 * MatcherError#WRONG_PERSON}, unless an operator says that they are two people. Who the other one is only an operator learns.
 */
final class EnrolmentGuard {
    private static final int CANDIDATES = Enrolment.MAX_TEMPLATES + 8;

    private final Gallery gallery;
    private final DecisionBudget budget;

    EnrolmentGuard(Gallery gallery, DecisionBudget budget) {
        this.gallery = gallery;
        this.budget = budget;
    }

    /**
     * Checks a subject who is not enrolled.
     *
     * @param earlier those who will be enrolled together with this one
     */
    void check(Enrolment enrolment, List<Enrolment> earlier) {
        LookAlikes lookAlikes = enrolment.lookAlikes();
        requireOthers(enrolment.subject(), lookAlikes);
        CaptureSource source = source(enrolment.subject(), lookAlikes);
        requireLeft(source);
        int limit = CANDIDATES + Enrolment.MAX_TEMPLATES * lookAlikes.named().size();
        var others = enrolment.samples().stream()
                .flatMap(sample -> Stream.concat(
                        charged(source, gallery.search(new Probe(sample.embedding()), limit)).candidates().stream(),
                        earlier.stream().map(one -> new Candidate(one.subject(), similarity(one, sample)))));
        requireNobodyElse(others, lookAlikes);
        for (LookAlike named : lookAlikes.named()) {
            DoubleStream similarities = enrolment.samples().stream()
                    .mapToDouble(sample -> earlier.stream()
                            .filter(one -> one.subject().equals(named.subject()))
                            .mapToDouble(one -> similarity(one, sample))
                            .findFirst()
                            .orElseGet(() -> similarity(named.subject(), sample)));
            requireAlike(named, similarities.max());
        }
    }

    void check(AddedSample addition) {
        var probe = new Probe(addition.sample().embedding());
        CaptureSource source = source(addition.subject(), addition.lookAlikes());
        requireLeft(source);
        double own = gallery.compare(addition.subject(), probe)
                .orElseThrow(() -> new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the subject is not enrolled"));
        requireNearLeft(addition.subject(), source);
        LookAlikes lookAlikes = addition.lookAlikes();
        requireOthers(addition.subject(), lookAlikes);
        int limit = CANDIDATES + Enrolment.MAX_TEMPLATES * lookAlikes.named().size();
        CandidateList others = gallery.search(probe, limit).without(addition.subject()::equals);
        requireNobodyElse(
                charged(source, others).candidates().stream().filter(one -> one.similarity() > own), lookAlikes);
        // Against what is nearest, many small steps would lead from one face to any other.
        double anchored = gallery.compareToAnchors(addition.subject(), probe).orElse(-1);
        if (anchored < gallery.config().gate().enrolmentSimilarity()) {
            throw new MatcherException(MatcherError.WRONG_PERSON, "the sample looks like another person");
        }
        for (LookAlike named : lookAlikes.named()) {
            double similarity = similarity(named.subject(), addition.sample());
            requireAlike(named, OptionalDouble.of(similarity));
        }
    }

    private static CaptureSource source(SubjectId subject, LookAlikes lookAlikes) {
        return lookAlikes.operator().map(CaptureSource::operator).orElseGet(() -> CaptureSource.phoneOf(subject));
    }

    private void requireLeft(CaptureSource source) {
        if (source.device() == CaptureSource.Device.PHONE) {
            budget.answer(source);
        }
        budget.requireEnrolmentsLeft(source);
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

    /** What is told about somebody at an enrolment is charged to them as anywhere else, and to whoever enrols. */
    private CandidateList charged(CaptureSource source, CandidateList others) {
        OperatingPoint point = gallery.config().operatingPoint();
        for (SubjectId near : point.near(others)) {
            budget.near(telling(near, source), 1);
        }
        if (point.isClose(others)) {
            budget.nearAtEnrolment(source);
        }
        return others;
    }

    private static void requireOthers(SubjectId subject, LookAlikes lookAlikes) {
        if (lookAlikes.name(subject)) {
            throw new MatcherException(
                    MatcherError.LOOK_ALIKE_INVALID, "a subject cannot be a look-alike of themselves: name another");
        }
    }

    private void requireNobodyElse(Stream<Candidate> others, LookAlikes lookAlikes) {
        List<SubjectId> found = others.filter(gallery.config().operatingPoint()::isReachedBy)
                .map(Candidate::subject)
                .filter(other -> !lookAlikes.name(other))
                .distinct()
                .toList();
        if (!found.isEmpty()) {
            throw lookAlikes.operator().isPresent()
                    ? MatcherException.wrongPerson(found)
                    : new MatcherException(MatcherError.WRONG_PERSON, "the sample looks like another person");
        }
    }

    /** A record of two who do not look alike would only take their identification from them. */
    private void requireAlike(LookAlike named, OptionalDouble similarity) {
        if (similarity.stream()
                .noneMatch(it ->
                        gallery.config().operatingPoint().isReachedBy(new Candidate(named.subject(), (float) it)))) {
            throw new MatcherException(
                    MatcherError.LOOK_ALIKE_INVALID,
                    "the samples do not look like subject " + named.subject() + ": leave them out of look_alikes");
        }
    }

    private double similarity(SubjectId named, Sample sample) {
        return gallery.compare(named, new Probe(sample.embedding()))
                .orElseThrow(() -> new MatcherException(
                        MatcherError.SUBJECT_UNKNOWN,
                        "subject " + named + ", named as a look-alike, is not enrolled: name one who is"));
    }

    private static float similarity(Enrolment enrolment, Sample sample) {
        return (float) enrolment.samples().stream()
                .mapToDouble(other -> sample.embedding().similarityTo(other.embedding()))
                .max()
                .orElseThrow();
    }
}

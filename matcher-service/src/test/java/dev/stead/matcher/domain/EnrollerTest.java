package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.Enroller.DuplicatePolicy;
import dev.stead.matcher.domain.duplicate.Duplicate;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.limit.DecisionCounts.Kind;
import dev.stead.matcher.testing.Directions;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MapGallery;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.mesh.request.RequestIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may get into a gallery. */
class EnrollerTest {
    private static final Instant NOW = Enrolments.NOW;

    private final Faces faces = new Faces(5);
    private Instant now = NOW;
    private final MapGallery gallery = new MapGallery(MatcherBed.PEOPLE, () -> now);
    private final Directions directions = new Directions(Faces.DIMENSION, new Random(5));
    private final Enroller enroller = enroller(MapDecisionCounts.endless(() -> NOW));
    private final BulkEnroller bulk = new BulkEnroller(MapDecisionCounts.endless(() -> NOW), DuplicatePolicy.REFUSE);

    @Test
    void aRepeatGetsTheFirstAnswerEvenIfTheGalleryHasChangedSince() {
        RequestIdentity request = Enrolments.request();
        Subject first = enroller.enrol(gallery, request, enrolment("ada", 1));
        enroller.add(gallery, Enrolments.request(), new AddedSample(new SubjectId("ada"), faces.sample(1, 5)));

        assertThat(first.templates()).isEqualTo(2);
        assertThat(enroller.enrol(gallery, request, enrolment("ada", 1))).isEqualTo(first);
    }

    @Test
    void aFaceThatIsEnrolledAlreadyIsNotEnrolledUnderAnotherName() {
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));

        Enrolments.assertRefused(
                () -> enroller.enrol(gallery, Enrolments.request(), byAnna("eve", 1)), MatcherError.WRONG_PERSON);
        assertThat(enroller.enrol(gallery, Enrolments.request(), enrolment("eve", 1))
                        .templates())
                .isEqualTo(2);
        assertThat(gallery.held()).containsExactly(new SubjectId("eve"));
    }

    /** Where an installation prefers to enrol first and look into it later. */
    @ParameterizedTest
    @EnumSource(names = {"WARN", "ALLOW"})
    void anOperatorEnrolsAFaceUnderAnotherNameIfThatIsThePolicyAndItIsKept(DuplicatePolicy policy) {
        CountedBudget budget = MapDecisionCounts.endless(() -> NOW);
        var lenient = new Enroller(budget, policy, Duration.ofDays(3), () -> now);
        lenient.enrol(gallery, Enrolments.request(), enrolment("ada", 1));

        lenient.enrol(gallery, Enrolments.request(), byAnna("eve", 1));
        var inBulk = new BulkEnroller(budget, policy);
        assertThat(inBulk.enrol(gallery, List.of(byAnna("kay", 1), byAnna("bob", 2), byAnna("rob", 2))))
                .isEmpty();

        assertThat(gallery.duplicates())
                .containsExactlyInAnyOrder(
                        duplicate("ada", "eve"),
                        duplicate("ada", "kay"),
                        duplicate("eve", "kay"),
                        duplicate("bob", "rob"));
        assertThat(gallery.held()).isEmpty();
        lenient.enrol(gallery, Enrolments.request(), enrolment("pat", 1));
        assertThat(gallery.held()).as("of a person's own").containsExactly(new SubjectId("pat"));
    }

    /** A sample of somebody else among a subject's templates would let them in as the subject. */
    @Test
    void aTemplateOfSomebodyElseIsRefusedWhateverThePolicy() {
        var lenient = new Enroller(
                MapDecisionCounts.endless(() -> NOW), DuplicatePolicy.ALLOW, Duration.ofDays(3), () -> now);
        lenient.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
        lenient.enrol(gallery, Enrolments.request(), enrolment("bob", 2));

        Enrolments.assertRefused(
                () -> lenient.add(gallery, Enrolments.request(), byOperator(faces.sample(2, 5))),
                MatcherError.WRONG_PERSON);
    }

    private static Duplicate duplicate(String one, String other) {
        return new Duplicate(new SubjectId(one), new SubjectId(other));
    }

    @Test
    void aSubjectIsEnrolledOnce() {
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));

        Enrolments.assertRefused(
                () -> enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 2)), MatcherError.SUBJECT_EXISTS);
    }

    @Test
    void samplesOfTwoPeopleAreNotOneEnrolment() {
        var mixed = new Enrolment(
                new SubjectId("ada"), Enrolments.CONSENT, List.of(faces.sample(1, 0), faces.sample(2, 0)), NOW);

        Enrolments.assertRefused(
                () -> enroller.enrol(gallery, Enrolments.request(), mixed), MatcherError.SAMPLES_DISAGREE);
    }

    @Test
    void aTemplateOfSomebodyElseIsNotAdded() {
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
        enroller.enrol(gallery, Enrolments.request(), enrolment("bob", 2));

        Enrolments.assertRefused(
                () -> enroller.add(
                        gallery, Enrolments.request(), new AddedSample(new SubjectId("ada"), faces.sample(2, 7))),
                MatcherError.WRONG_PERSON);
        Enrolments.assertRefused(
                () -> enroller.add(
                        gallery, Enrolments.request(), new AddedSample(new SubjectId("ada"), faces.sample(99, 0))),
                MatcherError.WRONG_PERSON);
        assertThat(enroller.add(
                                gallery,
                                Enrolments.request(),
                                new AddedSample(new SubjectId("ada"), faces.sample(1, 7)))
                        .templates())
                .isEqualTo(3);
    }

    @Test
    void aBadSampleIsRefusedBeforeAnythingIsStored() {
        Sample good = faces.sample(1, 0);
        var poor = new Sample(good.model(), good.embedding(), new Quality(29));
        var foreign = new Sample(new ModelId("other@1"), good.embedding(), good.quality());

        Enrolments.assertRefused(
                () -> enroller.enrol(gallery, Enrolments.request(), of("ada", poor)), MatcherError.QUALITY_TOO_LOW);
        Enrolments.assertRefused(
                () -> enroller.enrol(gallery, Enrolments.request(), of("ada", foreign)), MatcherError.MODEL_MISMATCH);
        assertThat(gallery.find(new SubjectId("ada"))).isEmpty();
    }

    @Test
    void aBatchIsStoredAtOnceWithoutThoseWhoAreRefused() {
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 0));
        List<Enrolment> batch = IntStream.range(0, 6)
                .mapToObj(person -> enrolment("s-" + person, person == 4 ? 2 : person))
                .toList();

        Map<Integer, MatcherException> refused = bulk.enrol(gallery, batch);

        // 0 is ada, 4 is s-2 of this same batch.
        assertThat(refused.keySet()).containsExactly(0, 4);
        assertThat(refused.values()).extracting(MatcherException::error).containsOnly(MatcherError.WRONG_PERSON);
        assertThat(gallery.stats().epoch()).as("writes").isEqualTo(2);
        assertThat(gallery.find(new SubjectId("s-3"))).isPresent();
    }

    @Test
    void aBatchThatIsRunAgainIsDone() {
        List<Enrolment> batch = List.of(enrolment("ada", 1), enrolment("bob", 2), enrolment("ada", 1));

        assertThat(bulk.enrol(gallery, batch)).isEmpty();
        assertThat(bulk.enrol(gallery, batch)).isEmpty();

        assertThat(gallery.stats().subjects()).isEqualTo(2);
        assertThat(gallery.stats().epoch()).as("writes").isOne();
    }

    /** Were only those counted that look like somebody, the end of the budget would tell. */
    @Test
    void aPersonsOwnEnrolmentsAreCountedWhetherOrNotTheyLookLikeSomebody() {
        Enroller strict = enroller(budget(20));
        strict.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
        gallery.enrolAll(List.of(enrolment("eve", 2), enrolment("pat", 3)));

        for (String person : List.of("eve", "pat")) {
            Sample near = person.equals("eve") ? faces.sample(1, 5) : faces.sample(99, 5);
            var addition = new AddedSample(new SubjectId(person), near);
            Enrolments.assertRefused(
                    () -> strict.add(gallery, Enrolments.request(), addition), MatcherError.WRONG_PERSON);
            Enrolments.assertRefused(
                    () -> strict.add(gallery, Enrolments.request(), addition), MatcherError.DECISION_BUDGET_SPENT);
        }
    }

    /** Under whatever names they guess, one by one or in bulk. */
    @Test
    void anOperatorIsLimitedByTheirOwnName() {
        CountedBudget budget = budget(4);
        var strict = enroller(budget);
        strict.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
        Enrolments.assertRefused(
                () -> strict.enrol(gallery, Enrolments.request(), byAnna("q-1", 1)), MatcherError.WRONG_PERSON);
        assertThat(new BulkEnroller(budget, DuplicatePolicy.REFUSE)
                        .enrol(gallery, List.of(byAnna("q-2", 1), byAnna("q-3", 3))))
                .extractingByKey(0)
                .extracting(MatcherException::error)
                .isEqualTo(MatcherError.WRONG_PERSON);

        assertThat(new BulkEnroller(budget, DuplicatePolicy.REFUSE).enrol(gallery, List.of(byAnna("q-4", 4))))
                .extractingByKey(0)
                .extracting(MatcherException::error)
                .isEqualTo(MatcherError.DECISION_BUDGET_SPENT);
    }

    @Test
    void whatAnEnrolmentTellsAboutSomebodyIsChargedToThem() {
        var counts = new MapDecisionCounts();
        try (var budget = new CountedBudget(MapDecisionCounts.ENDLESS, counts, () -> NOW)) {
            Enroller charged = enroller(budget);
            float[] ada = directions.any();
            charged.enrol(gallery, Enrolments.request(), of("ada", Directions.sample(ada)));
            charged.enrol(gallery, Enrolments.request(), of("eve", Directions.sample(directions.at(0.5, ada))));
            charged.enrol(gallery, Enrolments.request(), of("pat", Directions.sample(directions.at(0.6, ada))));
        }
        assertThat(gallery.held()).containsExactly(new SubjectId("pat"));

        assertThat(counts.total(Kind.NEAR)).isEqualTo(2);
    }

    private Enrolment byAnna(String subject, int person) {
        Enrolment own = enrolment(subject, person);
        return new Enrolment(
                own.subject(),
                own.consent(),
                own.samples(),
                own.createTime(),
                new LookAlikes(Optional.of("anna"), List.of()));
    }

    @Test
    void manySmallStepsDoNotLeadFromOneFaceToAnother() {
        enroller.enrol(gallery, Enrolments.request(), of("ada", faces.sample(1, 0)));
        Sample near = towards(faces.sample(1, 0), faces.sample(2, 0), 0.40f);
        Sample far = towards(near, faces.sample(2, 0), 0.40f);

        enroller.add(gallery, Enrolments.request(), byOperator(near));

        Enrolments.assertRefused(
                () -> enroller.add(gallery, Enrolments.request(), byOperator(far)), MatcherError.WRONG_PERSON);
    }

    @Test
    void aPersonAddsOneTemplateAWeekAndAnOperatorAnyNumber() {
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
        enroller.add(gallery, Enrolments.request(), byOperator(faces.sample(1, 5)));
        enroller.add(gallery, Enrolments.request(), byOperator(faces.sample(1, 6)));
        var own = new AddedSample(new SubjectId("ada"), faces.sample(1, 7));
        enroller.add(gallery, Enrolments.request(), own);

        assertThatThrownBy(() -> enroller.add(gallery, Enrolments.request(), own))
                .isInstanceOfSatisfying(MatcherException.class, refused -> {
                    assertThat(refused.error()).isEqualTo(MatcherError.TEMPLATE_WAITS);
                    assertThat(refused.possibleFrom()).contains(NOW.plus(Duration.ofDays(7)));
                });
        assertThat(enroller.add(gallery, Enrolments.request(), byOperator(faces.sample(1, 8)))
                        .templates())
                .isEqualTo(6);
        now = NOW.plus(Duration.ofDays(7));
        assertThat(enroller.add(gallery, Enrolments.request(), own).templates()).isEqualTo(7);
    }

    @Test
    void aRepeatOfAnAddedTemplateGetsTheFirstAnswerAndAddsNothing() {
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
        RequestIdentity request = Enrolments.request();
        Subject first = enroller.add(gallery, request, new AddedSample(new SubjectId("ada"), faces.sample(1, 5)));
        long epoch = gallery.stats().epoch();

        assertThat(enroller.add(gallery, request, new AddedSample(new SubjectId("ada"), faces.sample(1, 5))))
                .isEqualTo(first);
        assertThat(gallery.stats().epoch()).isEqualTo(epoch);
    }

    @Test
    void aTemplateIsAddedOnlyOfThisModelAndToSomebodyEnrolled() {
        Sample good = faces.sample(1, 5);
        var foreign = new Sample(new ModelId("other@1"), good.embedding(), good.quality());
        var longer = new Sample(good.model(), Embedding.normalised(new float[] {1, 2}), good.quality());
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));

        Enrolments.assertRefused(
                () -> enroller.add(gallery, Enrolments.request(), new AddedSample(new SubjectId("ada"), foreign)),
                MatcherError.MODEL_MISMATCH);
        Enrolments.assertRefused(
                () -> enroller.add(gallery, Enrolments.request(), new AddedSample(new SubjectId("ada"), longer)),
                MatcherError.EMBEDDING_LENGTH);
        Enrolments.assertRefused(
                () -> enroller.add(
                        gallery, Enrolments.request(), new AddedSample(new SubjectId("bob"), faces.sample(2, 1))),
                MatcherError.SUBJECT_UNKNOWN);
    }

    /** Two look-alikes both reach the operating point; the template goes to the one whom it is more like. */
    @Test
    void aTemplateIsRefusedOnlyIfItIsMoreLikeSomebodyElse() {
        gallery.enrolAll(List.of(enrolment("ada", 1), of("twin", faces.sample(1, 2))));

        Enrolments.assertRefused(
                () -> enroller.add(gallery, Enrolments.request(), byOperator(faces.sample(1, 2))),
                MatcherError.WRONG_PERSON);
        enroller.add(gallery, Enrolments.request(), new AddedSample(new SubjectId("ada"), faces.sample(1, 2)));
        assertThat(gallery.held()).as("a person's own").containsExactly(new SubjectId("ada"));
        assertThat(enroller.add(
                                gallery,
                                Enrolments.request(),
                                new AddedSample(new SubjectId("twin"), faces.sample(1, 2)))
                        .templates())
                .isEqualTo(2);
    }

    @Test
    void theSamplesThatDisagreeAreNamed() {
        var mixed = new Enrolment(
                new SubjectId("ada"),
                Enrolments.CONSENT,
                List.of(faces.sample(1, 0), faces.sample(1, 1), faces.sample(2, 0)),
                NOW);

        assertThatThrownBy(() -> enroller.enrol(gallery, Enrolments.request(), mixed))
                .hasMessageContaining("samples 1 and 3 do not look like one person");
    }

    @Test
    void anEnrolmentOfABatchIsCheckedLikeASingleOne() {
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
        Sample good = faces.sample(3, 0);
        List<Enrolment> batch = List.of(
                of("eve", new Sample(new ModelId("other@1"), good.embedding(), good.quality())),
                enrolment("ada", 2),
                enrolment("bob", 3),
                enrolment("bob", 4));

        Map<Integer, MatcherException> refused = bulk.enrol(gallery, batch);

        assertThat(refused.keySet()).containsExactly(0, 1, 3);
        assertThat(refused.values())
                .extracting(MatcherException::error)
                .containsExactly(MatcherError.MODEL_MISMATCH, MatcherError.SUBJECT_EXISTS, MatcherError.SUBJECT_EXISTS);
        assertThat(refused.get(3)).hasMessageContaining("in this batch already");
    }

    @Test
    void aGalleryIsFoundByItsIdAndNoOtherIs() {
        var galleries = new Galleries(List.of(gallery));

        assertThat(galleries.get(gallery.config().id())).isSameAs(gallery);
        Enrolments.assertRefused(() -> galleries.get(MatcherBed.PALMS.id()), MatcherError.GALLERY_UNKNOWN);
    }

    private Enroller enroller(CountedBudget budget) {
        return new Enroller(budget, DuplicatePolicy.REFUSE, Duration.ofDays(3), () -> now);
    }

    private static CountedBudget budget(int nearEnrolments) {
        return new CountedBudget(
                new Allowance(1_000, 1_000, 1_000, 1_000, nearEnrolments), new MapDecisionCounts(), () -> NOW);
    }

    private static AddedSample byOperator(Sample sample) {
        return new AddedSample(new SubjectId("ada"), sample, new LookAlikes(Optional.of("o-1"), List.of()));
    }

    /** What has this cosine to the one, on the way to the other. */
    private static Sample towards(Sample one, Sample other, float cosine) {
        float[] from = one.embedding().values();
        float[] to = other.embedding().values();
        float shared = one.embedding().similarityTo(other.embedding());
        float away = (float) Math.sqrt((1 - cosine * cosine) / (1 - shared * shared));
        float[] between = new float[from.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = cosine * from[i] + away * (to[i] - shared * from[i]);
        }
        return new Sample(one.model(), Embedding.normalised(between), one.quality());
    }

    private Enrolment enrolment(String subject, int person) {
        return Enrolments.of(subject, now, faces.sample(person, 0), faces.sample(person, 1));
    }

    private static Enrolment of(String subject, Sample sample) {
        return Enrolments.of(subject, NOW, sample);
    }
}

package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stead.matcher.domain.Enroller.DuplicatePolicy;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.duplicate.Duplicate;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.Decision.OutcomeCase;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EnrolSubjectResponse;
import dev.stead.matcher.v1.ListDuplicatesRequest;
import dev.stead.matcher.v1.ListDuplicatesResponse;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is perhaps enrolled twice, as an operator sees it. */
class DuplicateCallsTest {
    private static final Caller OPERATOR = new Caller.Operator("o-1");

    private MatcherBed bed;
    private Requests requests;

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder);
        requests = new Requests(new Faces(7), bed.clock.instant());
        for (int i = 0; i < 20; i++) {
            bed.enrolment(OPERATOR)
                    .enrolSubject(requests.enrol("s-" + i, 10 + i).build());
        }
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void anOperatorListsWhoIsPerhapsEnrolledTwiceSinceTheyWereFound() {
        assertThat(list("people").getDuplicatesList()).isEmpty();
        Instant first = bed.clock.instant();
        bed.keepDuplicates(Set.of(pair(2, 1)));
        bed.clock.advance(Duration.ofHours(1));
        bed.keepDuplicates(Set.of(pair(0, 1)));

        ListDuplicatesResponse listed = list("people");
        assertThat(pairs()).containsExactly("s-1 s-2", "s-0 s-1");
        assertThat(listed.getDuplicates(0).getFindTime()).isEqualTo(Messages.of(first));
        assertThat(listed.getDuplicateCount()).isEqualTo(2);
        assertThat(list("palms").getDuplicateCount()).isZero();
    }

    @Test
    void anOperatorIsWarnedOfWhomTheyEnrolAlthoughTheyLookAlike() {
        bed.restart(DuplicatePolicy.WARN);
        EnrolSubjectRequest request = requests.enrol("twin", 13).build();
        EnrolSubjectResponse answer = bed.enrolment(OPERATOR).enrolSubject(request);

        assertThat(answer.getDuplicateSubjectIdsList()).containsExactly("s-3");
        assertThat(bed.enrolment(OPERATOR).enrolSubject(request)).as("a repeat").isEqualTo(answer);
        assertThat(pairs()).containsExactly("s-3 twin");
        assertThat(bed.enrolment(OPERATOR)
                        .enrolSubject(requests.enrol("else", 99).build())
                        .getDuplicateSubjectIdsList())
                .isEmpty();
    }

    @Test
    void nobodyIsWarnedIfAllAreAllowedAndThePairsAreListed() {
        bed.restart(DuplicatePolicy.ALLOW);
        EnrolSubjectResponse answer =
                bed.enrolment(OPERATOR).enrolSubject(requests.enrol("twin", 13).build());

        assertThat(answer.getDuplicateSubjectIdsList()).isEmpty();
        assertThat(pairs()).containsExactly("s-3 twin");
    }

    /** They would learn whose face is enrolled, at once or by a repeat after a survey. */
    @Test
    void aPersonIsNotWarned() {
        bed.restart(DuplicatePolicy.WARN);
        Caller eve = new Caller.Person("eve");
        EnrolSubjectRequest request = requests.enrol("", 50).build();
        EnrolSubjectResponse answer = bed.enrolment(eve).enrolSubject(request);
        bed.keepDuplicates(Set.of(new Duplicate(new SubjectId("eve"), new SubjectId("s-3"))));

        assertThat(answer.getDuplicateSubjectIdsList()).isEmpty();
        assertThat(bed.enrolment(eve).enrolSubject(request)).isEqualTo(answer);
        bed.enrolment(new Caller.Person("ann"))
                .enrolSubject(requests.enrol("", 13).build());
        assertThat(pairs()).as("what is held is no duplicate").containsExactly("eve s-3");
    }

    /** Two faces for a terminal are one too many. */
    @Test
    void twoSubjectsWithOneFaceAreAmbiguous() {
        bed.restart(DuplicatePolicy.WARN);
        bed.enrolment(OPERATOR).enrolSubject(requests.enrol("twin", 13).build());

        assertThat(bed.identification(new Caller.Terminal("t-1"))
                        .identifyOnce(requests.identify(13, 2).build())
                        .getDecision()
                        .getOutcomeCase())
                .isEqualTo(OutcomeCase.AMBIGUOUS);
    }

    @Test
    void aListEndsAfterAHundredAndSaysHowManyThereAre() {
        IntStream.range(0, 20).forEach(i -> IntStream.range(0, i).forEach(j -> bed.keepDuplicates(Set.of(pair(i, j)))));

        assertThat(list("people").getDuplicatesList()).hasSize(100);
        assertThat(list("people").getDuplicateCount()).isEqualTo(190);
    }

    @Test
    void aGalleryThatDoesNotExistHasNoList() {
        assertThat(Problem.from(catchThrowable(() -> list("faces")))
                        .orElseThrow()
                        .reason())
                .isEqualTo("GALLERY_UNKNOWN");
    }

    private List<String> pairs() {
        return list("people").getDuplicatesList().stream()
                .map(one -> one.getSubjectId() + " " + one.getOtherSubjectId())
                .toList();
    }

    private ListDuplicatesResponse list(String gallery) {
        return bed.enrolment(OPERATOR)
                .listDuplicates(
                        ListDuplicatesRequest.newBuilder().setGalleryId(gallery).build());
    }

    private static Duplicate pair(int one, int other) {
        return new Duplicate(new SubjectId("s-" + one), new SubjectId("s-" + other));
    }
}

package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.testing.Directions;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.PersonCalls;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.Gallery;
import dev.stead.matcher.v1.Sample;
import dev.stead.mesh.security.Caller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has tokens, and wants to know whether a face is enrolled: what they are told is the same if it is and if it is not. */
class HeldOrNotTest {
    private static final Caller OPERATOR = new Caller.Operator("o-1");
    private static final int TRIES = 60;

    private final Directions directions = new Directions(Faces.DIMENSION, new Random(7));
    private final float[] bob = directions.any();
    private MatcherBed bed;
    private Requests requests;

    @BeforeEach
    void start(@TempDir Path folder) {
        start(new MatcherBed(folder));
    }

    private void start(MatcherBed started) {
        bed = started;
        requests = new Requests(new Faces(7), bed.clock.instant());
        bed.enrolment(OPERATOR)
                .enrolSubject(requests.enrol("bob", 0)
                        .clearSamples()
                        .addSamples(Requests.sample(bob))
                        .build());
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    /** From 0.10 below the threshold to 0.15 above it, half of the tries on either side. */
    private static double cosine(int attempt) {
        return attempt % 2 == 0 ? 0.55 - 0.10 * (attempt + 1) / TRIES : 0.55 + 0.15 * attempt / TRIES;
    }

    @Test
    void sixtyTriesOfTokensTellNotOneBitAboutBob() {
        List<List<String>> far = new ArrayList<>();
        List<List<String>> near = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            float[] face = directions.at(cosine(i), bob);
            (i % 2 == 0 ? far : near).add(enrolledAndErased(String.format(Locale.ROOT, "p-%02d", i), face));
        }

        assertThat(far).hasSize(TRIES / 2);
        assertThat(near).hasSize(TRIES / 2).containsExactlyElementsOf(far);
    }

    /** A sample that looks a little like the person's own, and more like somebody else if that is Bob. */
    @Test
    void triesOfAddedTemplatesTellNothingEither() {
        float[] nobody = directions.any();
        List<List<String>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            float[] other = i % 2 == 0 ? bob : nobody;
            float[] own = directions.across(other);
            float[] added = Directions.mixed(0.45, own, Math.sqrt(1 - 0.45 * 0.45), other);
            answers.add(enrolledAndAdded(String.format(Locale.ROOT, "p-%02d", i), own, added));
        }

        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(answers.getFirst()).noneMatch(answer -> answer.contains("WRONG_PERSON"));
    }

    /** What others try is charged to whoever they come near to, and the person sees when that budget is spent. */
    @Test
    void whatIsChargedToAHeldEnrolmentIsWhatIsChargedToAnother(@TempDir Path folder) {
        bed.close();
        start(new MatcherBed(folder, new Allowance(1_000, 1_000, 1_000, 24, 1_000)));
        List<List<String>> answers = new ArrayList<>();
        for (double cosine : List.of(0.65, 0.45)) {
            float[] face = directions.at(cosine, bob);
            String person = "p-" + answers.size();
            var calls = new PersonCalls(bed, requests, person);
            calls.enrol(calls.enrolment(Requests.sample(face)));
            for (int i = 0; i < 5; i++) {
                var accomplice = new PersonCalls(bed, requests, "q-" + answers.size() + i);
                accomplice.enrol(accomplice.enrolment(Requests.sample(directions.at(0.9, face))));
            }
            answers.add(calls.verify(Requests.sample(face)).answers());
        }

        assertThat(answers.getFirst().getLast()).contains("not_identified");
        assertThat(answers.getLast()).isEqualTo(answers.getFirst());
    }

    /** The person is told how often they may enrol themselves, and that is not how often they looked like somebody. */
    @Test
    void theEndOfAPersonsBudgetTellsNothing(@TempDir Path folder) {
        bed.close();
        start(new MatcherBed(folder, new Allowance(1_000, 1_000, 1_000, 1_000, 60)));
        List<List<String>> answers = new ArrayList<>();
        for (double cosine : List.of(0.65, 0.45)) {
            Sample own = Requests.sample(directions.at(cosine, bob));
            var calls = new PersonCalls(bed, requests, "p-" + answers.size());
            for (int i = 0; i < 4; i++) {
                calls.enrol(calls.enrolment(own)).erase(own);
            }
            answers.add(calls.answers());
        }

        assertThat(answers.getFirst()).anyMatch(answer -> answer.contains("DECISION_BUDGET_SPENT"));
        assertThat(answers.getLast()).isEqualTo(answers.getFirst());
    }

    private List<String> enrolledAndAdded(String person, float[] own, float[] added) {
        var calls = new PersonCalls(bed, requests, person);
        calls.enrol(calls.enrolment(Requests.sample(own)));
        Gallery before = calls.gallery();
        calls.add(Requests.sample(added))
                .compare(before)
                .read()
                .verify(Requests.sample(own))
                .verify(Requests.sample(added))
                .verify(Requests.sample(directions.across(added)))
                .add(Requests.sample(own));
        bed.restart();
        return calls.read()
                .verify(Requests.sample(added))
                .erase(Requests.sample(added))
                .enrol(calls.enrolment(Requests.sample(own)))
                .erase(Requests.sample(own))
                .answers();
    }

    private List<String> enrolledAndErased(String person, float[] face) {
        var calls = new PersonCalls(bed, requests, person);
        Gallery before = calls.gallery();
        Sample own = Requests.sample(face);
        Sample other = Requests.sample(directions.at(0.9, face));
        EnrolSubjectRequest request = calls.enrolment(own, other);
        return calls.enrol(request)
                .compare(before)
                .enrol(request)
                .enrol(calls.enrolment(own))
                .read()
                .verify(own)
                .verify(Requests.sample(directions.at(0.8, face)))
                .verify(Requests.sample(directions.across(face)))
                .add(Requests.sample(directions.at(0.8, face)))
                .add(Requests.sample(directions.at(0.8, face)))
                .read()
                .compare(before)
                .erase(Requests.sample(directions.across(face)))
                .erase(own)
                .compare(before)
                .read()
                .verify(own)
                .enrol(request)
                .enrol(calls.enrolment(own))
                .erase(own)
                .answers();
    }
}

package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.AddTemplateRequest;
import dev.stead.matcher.v1.IdentifyOnceResponse;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call that tells something about a face spends a budget, and none keeps a place of the service's share. */
class SpentBudgetTest {
    private static final Caller PERSON = new Caller.Person("p-1");

    private MatcherBed bed;
    private Requests requests;

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder, new Allowance(3, 1_000, 3, 1_000, 1_000));
        requests = new Requests(new Faces(1), bed.clock.instant());
        bed.enrolment(PERSON).enrolSubject(requests.enrol("", 1).build()); // the first of three
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    private static String outcome(Runnable call) {
        try {
            call.run();
            return "answered";
        } catch (StatusRuntimeException e) {
            return Problem.from(e).orElseThrow().reason();
        }
    }

    private String verify(int person) {
        return outcome(() -> bed.identification(PERSON)
                .verify(VerifyRequest.newBuilder()
                        .setGalleryId("people")
                        .setCaptureNonce(Requests.nonce())
                        .setSample(requests.sample(person, 9))
                        .build()));
    }

    private String add(int person) {
        return outcome(() -> bed.enrolment(PERSON)
                .addTemplate(AddTemplateRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setGalleryId("people")
                        .setSample(requests.sample(person, 7))
                        .build()));
    }

    @Test
    void aPhoneThatTriesForeignFacesAsItsOwnComesToAnEnd() {
        assertThat(verify(50)).isEqualTo("answered");
        assertThat(verify(51)).isEqualTo("answered");
        assertThat(verify(1)).isEqualTo("DECISION_BUDGET_SPENT");
    }

    @Test
    void aPhoneThatTriesForeignFacesAsTemplatesComesToAnEnd() {
        assertThat(add(50)).isEqualTo("WRONG_PERSON");
        assertThat(add(51)).isEqualTo("WRONG_PERSON");
        assertThat(add(1)).isEqualTo("DECISION_BUDGET_SPENT");
    }

    /** Three at one terminal, seven at all. The same bytes and the same figures as for a stranger: nobody can tell the two apart. */
    @Test
    void aSubjectWhoseBudgetIsSpentIsAnsweredAsAStrangerIs() {
        for (int i = 0; i < 7; i++) {
            assertThat(identify("t-" + i, 1).getDecision().hasIdentified()).isTrue();
        }
        IdentifyOnceResponse spent = identify("t-8", 1);

        assertThat(spent).isEqualTo(identify("t-8", 77));
        assertThat(spent.getDecision().hasNotIdentified()).isTrue();
        assertThat(bed.metrics.scrape())
                .contains("method=\"IdentifyOnce\",outcome=\"not_identified\"} 2")
                .doesNotContain("budget");
        assertThat(verify(1)).as("the person may know").isEqualTo("DECISION_BUDGET_SPENT");
        bed.clock.advance(Duration.ofDays(1));
        assertThat(identify("t-8", 1).getDecision().hasIdentified()).isTrue();
    }

    @Test
    void aProcessThatIsKilledGivesNoBudgetBack() {
        for (int i = 0; i < 6; i++) {
            identify("t-" + i, 1);
        }
        bed.restart();

        assertThat(identify("t-7", 1).getDecision().hasIdentified()).isTrue();
        assertThat(identify("t-8", 1).getDecision().hasIdentified()).isFalse();
    }

    private IdentifyOnceResponse identify(String terminal, int person) {
        return bed.identification(new Caller.Terminal(terminal))
                .identifyOnce(requests.identify(person, 9).build());
    }

    /** More than the share has places, which is a hundred. */
    @Test
    void whatIsRefusedInAStreamGivesItsPlaceBack() {
        var terminal = new Caller.Terminal("t-7");
        ByteString nonce = Requests.nonce();
        try (var call = Requests.stream(bed.server().as(terminal))) {
            for (int i = 1; i <= 150; i++) {
                call.send(IdentifyRequest.newBuilder()
                        .setSequence(i)
                        .setGalleryId("cats")
                        .setCaptureNonce(nonce)
                        .build());
                assertThat(call.receive().hasError()).isTrue();
            }
            call.send(IdentifyRequest.newBuilder()
                    .setSequence(151)
                    .setGalleryId("people")
                    .setCaptureNonce(nonce)
                    .setSample(requests.sample(1, 9))
                    .setLastFrame(true)
                    .build());
            assertThat(call.receive().getDecision().hasIdentified()).isTrue();
        }
    }
}

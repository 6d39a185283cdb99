package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.stead.matcher.limit.WindowedBudget.Allowance;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.AddTemplateRequest;
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
        bed = new MatcherBed(folder, new Allowance(3, 3, Duration.ofHours(1)));
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

    @Test
    void aSubjectIsIdentifiedOnlySoOftenAtWhicheverTerminals() {
        for (int i = 0; i < 3; i++) {
            assertThat(identify("t-" + i)).isEqualTo("answered");
        }
        assertThat(identify("t-4")).isEqualTo("DECISION_BUDGET_SPENT");
        assertThat(verify(1)).isEqualTo("DECISION_BUDGET_SPENT");
        bed.clock.advance(Duration.ofHours(1));
        assertThat(identify("t-4")).isEqualTo("answered");
    }

    private String identify(String terminal) {
        return outcome(() -> bed.identification(new Caller.Terminal(terminal))
                .identifyOnce(requests.identify(1, 9).build()));
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

package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.stead.matcher.domain.capture.CapturePolicy;
import dev.stead.matcher.domain.repeat.RepeatGuard;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.IdentifyOnceResponse;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.security.Caller;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same embedding under another challenge: what the terminal is told of it, and what the operator is. */
class RepeatedCaptureCallsTest {
    private static final Caller TILL = new Caller.Terminal("till-1");
    private static final Caller ADA = new Caller.Person("ada");

    private MatcherBed bed;
    private Requests requests;

    @BeforeEach
    void start(@TempDir Path folder) {
        bed = new MatcherBed(folder, MapDecisionCounts.ENDLESS, CapturePolicy.OPTIONAL, RepeatGuard.Policy.REFUSE);
        requests = new Requests(new Faces(15), bed.clock.instant());
        bed.enrolment(ADA).enrolSubject(requests.enrol("", 1).build());
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void aTerminalIsAnsweredAsForAStranger() {
        assertThat(once(1).getDecision().hasIdentified()).isTrue();

        assertThat(once(1)).isEqualTo(once(77));
        assertThat(bed.metrics.scrape()).contains("method=\"IdentifyOnce\",outcome=\"not_identified\"} 2");
    }

    @Test
    void aStreamIsAskedForMoreFramesAndThenAnsweredAsForAStranger() {
        once(1);
        ByteString nonce = Requests.nonce();
        try (var call = Requests.stream(bed.server().as(TILL))) {
            var frame = IdentifyRequest.newBuilder()
                    .setGalleryId("people")
                    .setCaptureNonce(nonce)
                    .setSample(requests.sample(1, 9));
            call.send(frame.setSequence(1).build());
            assertThat(call.receive().hasMoreFramesNeeded()).isTrue();
            call.send(frame.setSequence(2).setLastFrame(true).build());
            assertThat(call.receive().getDecision().hasNotIdentified()).isTrue();
        }
    }

    @Test
    void aPhoneMayNotRepeatWhatATerminalSaw() {
        once(1);

        assertThat(bed.identification(ADA)
                        .verify(VerifyRequest.newBuilder()
                                .setGalleryId("people")
                                .setCaptureNonce(Requests.nonce())
                                .setSample(requests.sample(1, 9))
                                .build())
                        .getDecision()
                        .hasNotIdentified())
                .isTrue();
        assertThat(bed.metrics.scrape())
                .contains("stead_repeated_captures_total{kind=\"repeat\",terminal=\"phone\"} 1");
    }

    @Test
    void theOperatorIsToldTheTerminalAndNobodysName() {
        once(1);
        once(1);
        once(1);

        assertThat(bed.metrics.scrape())
                .contains("stead_repeated_captures_total{kind=\"repeat\",terminal=\"till-1\"} 2")
                .doesNotContain("ada");
        assertThat(bed.countedAnswers())
                .singleElement()
                .satisfies(act -> assertThat(act.objects())
                        .contains("terminal/till-1:capture_repeat=2,identified=1,not_identified=2"));
    }

    private IdentifyOnceResponse once(int person) {
        return bed.identification(TILL)
                .identifyOnce(requests.identify(person, 9).build());
    }
}

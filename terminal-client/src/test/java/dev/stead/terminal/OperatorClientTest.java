package dev.stead.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.v1.LookAlike;
import dev.stead.mesh.testing.TestServer;
import dev.stead.mesh.time.Environment;
import dev.stead.terminal.sample.CapturedSample;
import dev.stead.terminal.sample.SyntheticPeople;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OperatorClientTest {
    private static final List<CapturedSample> SAMPLE = new SyntheticPeople(1, 8, 1, "model@1").enrolment(0);

    private final FakeEnrolment enrolment = new FakeEnrolment();

    /** The matcher answers a batch at once: each of its refusals says that the whole batch is durable. */
    @Test
    void everyoneWhoIsRefusedInOneBatchIsNamed() {
        BulkProgress result = bulkEnrol(
                new SubjectEnrolment("refuse-late-1", SAMPLE),
                new SubjectEnrolment("p-1", SAMPLE),
                new SubjectEnrolment("refuse-late-2", SAMPLE),
                new SubjectEnrolment("refuse-late-3", SAMPLE));

        assertThat(result.refused()).containsOnlyKeys("refuse-late-1", "refuse-late-2", "refuse-late-3");
    }

    @Test
    void whomARefusedSubjectLooksLikeIsSaidAndWhomTheyAreNotIsSent() {
        BulkProgress result =
                bulkEnrol(new SubjectEnrolment("refuse-alike", SAMPLE, Map.of("bob", "brothers, both here")));

        assertThat(result.refused()).containsEntry("refuse-alike", "WRONG_PERSON");
        assertThat(result.lookAlikes()).containsEntry("refuse-alike", List.of("ada", "eve"));
        assertThat(enrolment.received.getFirst().getLookAlikesList())
                .containsExactly(LookAlike.newBuilder()
                        .setSubjectId("bob")
                        .setReason("brothers, both here")
                        .build());
    }

    private BulkProgress bulkEnrol(SubjectEnrolment... subjects) {
        try (TestServer server = TestServer.start(List.of(), enrolment)) {
            ServiceChannels channels = new ServiceChannels(server.anonymous(), server.anonymous(), server.anonymous());
            return OperatorClient.of(channels, new Environment(InstantSource.system(), new Random(1)))
                    .bulkEnrol("people", "v1", List.of(subjects).iterator(), progress -> {});
        }
    }

    @Test
    void aBulkEnrolmentReportsItsProgressAndWhoWasRefusedWhy() {
        SyntheticPeople people = new SyntheticPeople(300, 8, 1, "model@1");
        List<BulkProgress> reported = new ArrayList<>();
        try (TestServer server = TestServer.start(List.of(), enrolment)) {
            ServiceChannels channels = new ServiceChannels(server.anonymous(), server.anonymous(), server.anonymous());
            OperatorClient operator =
                    OperatorClient.of(channels, new Environment(InstantSource.system(), new Random(1)));
            BulkProgress result = operator.bulkEnrol(
                    "people",
                    "v1",
                    IntStream.range(0, people.people())
                            .mapToObj(n ->
                                    new SubjectEnrolment((n % 100 == 50 ? "refuse-" : "p-") + n, people.enrolment(n)))
                            .iterator(),
                    reported::add);
            assertThat(result.durable()).isEqualTo(300);
            assertThat(result.enrolled()).isEqualTo(297);
            assertThat(result.refused())
                    .containsOnlyKeys("refuse-50", "refuse-150", "refuse-250")
                    .containsValue("SUBJECT_EXISTS");
        }
        assertThat(reported).extracting(BulkProgress::durable).isSorted();
        assertThat(reported).hasSizeGreaterThan(20);
        assertThat(enrolment.received)
                .extracting(request -> request.getSequence())
                .isSorted();
    }
}

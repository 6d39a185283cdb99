package dev.stead.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestServer;
import dev.stead.mesh.time.Environment;
import dev.stead.terminal.sample.SyntheticPeople;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OperatorClientTest {
    private final FakeEnrolment enrolment = new FakeEnrolment();

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

package dev.stead.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestServer;
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
    void aBulkEnrolmentTellsHowFarItIsAndWhoWasRefusedWhy() {
        SyntheticPeople people = new SyntheticPeople(300, 8, 1, "model@1");
        List<BulkProgress> told = new ArrayList<>();
        try (TestServer server = TestServer.start(List.of(), enrolment)) {
            ServiceChannels services = new ServiceChannels(server.anonymous(), server.anonymous(), server.anonymous());
            OperatorClient operator =
                    OperatorClient.of(services, new RequestIdSource(InstantSource.system(), new Random(1)));
            BulkProgress end = operator.bulkEnrol(
                    "people",
                    "v1",
                    IntStream.range(0, people.people())
                            .mapToObj(n ->
                                    new SubjectEnrolment((n % 100 == 50 ? "refuse-" : "p-") + n, people.enrolment(n)))
                            .iterator(),
                    told::add);
            assertThat(end.durable()).isEqualTo(300);
            assertThat(end.enrolled()).isEqualTo(297);
            assertThat(end.refused())
                    .containsOnlyKeys("refuse-50", "refuse-150", "refuse-250")
                    .containsValue("SUBJECT_EXISTS");
        }
        assertThat(told).extracting(BulkProgress::durable).isSorted();
        assertThat(told).hasSizeGreaterThan(20);
        assertThat(enrolment.came).extracting(request -> request.getSequence()).isSorted();
    }
}

package dev.stead.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.storage.TemplateStore;
import dev.stead.matcher.testing.AloneSettings;
import dev.stead.matcher.testing.Backup;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.EnrolmentServiceGrpc.EnrolmentServiceBlockingStub;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.ErasureReceipt;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.VerifyErasureRequest;
import dev.stead.matcher.v1.VerifyErasureResponse;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.testing.StoredRows;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An older copy of the store, started beside the same keys. */
class RestoredStoreTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private final Requests requests = new Requests(new Faces(3), CLOCK.instant());

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void bringsNoErasedSubjectBack(TestDatabase test) {
        withMatcher(test, matcher -> {
            matcher.enrol("ada", 1);
            matcher.enrol("bob", 2);
        });
        Backup before = Backup.of(test);
        List<byte[]> sealed = sealedOf(test, "ada");
        var receipt = new ErasureReceipt[1];
        withMatcher(test, matcher -> receipt[0] = matcher.erase("ada"));
        before.restore();

        withMatcher(test, matcher -> {
            assertThat(matcher.identifies(1)).isFalse();
            assertThat(matcher.identifies(2)).isTrue();
            VerifyErasureResponse verified = matcher.verify(receipt[0]);
            assertThat(verified.getReceipt()).isEqualTo(receipt[0]);
            assertThat(verified.getErased()).isTrue();
        });
        assertThat(StoredRows.of(test.database(), "subject"))
                .singleElement()
                .asString()
                .contains("subject_id=bob");
        assertThat(StoredRows.of(test.database(), "subject_key")).hasSize(1);
        assertThat(StoredRows.of(test.database(), "template")).hasSize(2);
        test.close();
        if (test.config().url().startsWith("sqlite:")) {
            assertThat(sealed).hasSize(3).noneMatch(bytes -> Backup.filesHold(test, bytes));
        }
    }

    /** The middle of each blob of the subject: long ones go over pages. */
    private static List<byte[]> sealedOf(TestDatabase test, String subject) {
        String enrolment = StoredRows.of(test.database(), "subject").stream()
                .filter(row -> row.contains("subject_id=" + subject))
                .map(row -> row.replaceAll(".*enrolment_id=(\\S+).*", "$1"))
                .findFirst()
                .orElseThrow();
        List<byte[]> found = Stream.of("template", "subject_key")
                .flatMap(table -> StoredRows.of(test.database(), table).stream())
                .filter(row -> row.contains(enrolment))
                .map(row -> row.replaceAll(".*(sealed|wrapped)=(\\S+).*", "$2").substring(40, 80))
                .map(HexFormat.of()::parseHex)
                .toList();
        test.close();
        return found;
    }

    private interface Use {
        void of(Running matcher);
    }

    private void withMatcher(TestDatabase test, Use use) {
        try (var lifecycle = new Lifecycle()) {
            ServiceHost host = Matcher.start(MatcherConfig.from(Settings.of(settings(test))), CLOCK, lifecycle);
            use.of(new Running(channel(host, "operator/o-1", lifecycle), channel(host, "terminal/t-1", lifecycle)));
        }
    }

    private final class Running {
        private final EnrolmentServiceBlockingStub operator;
        private final Channel terminal;

        Running(Channel operator, Channel terminal) {
            this.operator = EnrolmentServiceGrpc.newBlockingStub(operator);
            this.terminal = terminal;
        }

        void enrol(String subject, int person) {
            var _ = operator.enrolSubject(requests.enrol(subject, person).build());
        }

        ErasureReceipt erase(String subject) {
            return operator.eraseSubject(EraseSubjectRequest.newBuilder()
                            .setRequestId(UUID.randomUUID().toString())
                            .setGalleryId("people")
                            .setSubjectId(subject)
                            .build())
                    .getReceipt();
        }

        boolean identifies(int person) {
            return IdentificationServiceGrpc.newBlockingStub(terminal)
                    .identifyOnce(requests.identify(person, 5).build())
                    .getDecision()
                    .hasIdentified();
        }

        VerifyErasureResponse verify(ErasureReceipt receipt) {
            return operator.verifyErasure(VerifyErasureRequest.newBuilder()
                    .setReceiptId(receipt.getReceiptId())
                    .build());
        }
    }

    private Map<String, String> settings(TestDatabase test) {
        Map<String, String> values = AloneSettings.in(folder.resolve("keys"));
        values.put("STEAD_DATABASE_URL", test.config().url());
        values.put("STEAD_DATABASE_USER", "postgres");
        values.put("STEAD_SNAPSHOT_DIR", folder.resolve("snapshots").toString());
        return values;
    }

    private static Channel channel(ServiceHost matcher, String as, Lifecycle lifecycle) {
        ManagedChannel channel = Channels.open(new ChannelConfig(
                "127.0.0.1:" + matcher.port(),
                TlsConfig.plaintext(as),
                "service/matcher",
                Duration.ofSeconds(10),
                65_536,
                Map.of()));
        lifecycle.own(channel::shutdownNow);
        return channel;
    }
}

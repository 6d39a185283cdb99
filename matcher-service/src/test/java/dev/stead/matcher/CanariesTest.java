package dev.stead.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.testing.AloneSettings;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.testing.TestSize;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * No two neighbouring numbers of an embedding are in any file: store, write-ahead log, snapshot, lists. Neither as they came nor
 * normalised, neither while the matcher runs nor after it. The row X10 of the fault matrix.
 */
class CanariesTest {
    private static final int PEOPLE = TestSize.of(60, 1_000);

    private final InstantSource clock = InstantSource.system();
    private final Faces faces = new Faces(clock.millis());
    private final Requests requests = new Requests(faces, clock.instant());
    private final Set<Long> runs = new HashSet<>();

    @TempDir
    Path folder;

    @Test
    void noNumbersOfAnEmbeddingAreInAnyFile(TestReporter reporter) throws Exception {
        long found;
        long files;
        try (var lifecycle = new Lifecycle()) {
            ServiceHost matcher = Matcher.start(MatcherConfig.from(Settings.of(settings())), clock, lifecycle);
            var operator = EnrolmentServiceGrpc.newBlockingStub(channel(matcher, "operator/o-1", lifecycle));
            var terminal = IdentificationServiceGrpc.newBlockingStub(channel(matcher, "terminal/t-1", lifecycle));
            for (int person = 0; person < PEOPLE; person++) {
                for (int take : new int[] {0, 1, 5}) {
                    remember(faces.raw(person, take));
                }
                var _ = operator.enrolSubject(
                        requests.enrol("s-" + person, person).build());
                var _ = terminal.identifyOnce(requests.identify(person, 5).build());
                if (person % 3 == 0) {
                    var _ = operator.eraseSubject(EraseSubjectRequest.newBuilder()
                            .setRequestId(UUID.randomUUID().toString())
                            .setGalleryId("people")
                            .setSubjectId("s-" + person)
                            .build());
                }
            }
            found = found();
            files = files().size();
        }
        long after = found();
        reporter.publishEntry(Map.of(
                "runs", Integer.toString(runs.size()),
                "files", Long.toString(files),
                "found", Long.toString(found + after)));
        assertThat(found + after).isZero();
        assertThat(files).isGreaterThan(4);
        // A search that finds nothing must be able to.
        Files.write(
                folder.resolve("canary"),
                ByteBuffer.allocate(9).putLong(1, runs.iterator().next()).array());
        assertThat(found()).isOne();
    }

    /** Each 8 bytes that a number and the next one are. */
    private void remember(float[] raw) {
        double norm = 0;
        for (float value : raw) {
            norm += (double) value * value;
        }
        float length = (float) Math.sqrt(norm);
        for (int i = 0; i + 1 < raw.length; i++) {
            runs.add(run(raw[i], raw[i + 1]));
            runs.add(run(raw[i] / length, raw[i + 1] / length));
        }
    }

    private static long run(float one, float next) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(one)
                .putFloat(next)
                .order(ByteOrder.BIG_ENDIAN)
                .getLong(0);
    }

    private long found() throws IOException {
        long found = 0;
        for (Path file : files()) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            for (int at = 0; at + 8 <= bytes.limit(); at++) {
                found += runs.contains(bytes.getLong(at)) ? 1 : 0;
            }
        }
        return found;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private Map<String, String> settings() {
        Map<String, String> values = AloneSettings.in(folder);
        values.put("STEAD_SNAPSHOT_DIR", folder.resolve("snapshots").toString());
        values.put("STEAD_SNAPSHOT_INTERVAL", "1s");
        return values;
    }

    private static Channel channel(ServiceHost matcher, String as, Lifecycle lifecycle) {
        ManagedChannel channel = Channels.open(new ChannelConfig(
                "127.0.0.1:" + matcher.port(),
                TlsConfig.plaintext(as),
                "service/matcher",
                Duration.ofSeconds(20),
                65_536,
                Map.of()));
        lifecycle.own(channel::shutdownNow);
        return channel;
    }
}

package dev.stead.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.stead.matcher.storage.TemplateKeys;
import dev.stead.matcher.testing.AloneSettings;
import dev.stead.matcher.testing.BidiCall;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.Problem;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Setting;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.TlsConfig;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The matcher as a process would run it: from settings, over a real port. */
class MatcherTest {
    /** The first call of a JVM loads half the world. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(MatcherConfig.IndexEngine.class)
    void enrolsAndIdentifiesOverARealPortWithEachEngine(MatcherConfig.IndexEngine engine) {
        InstantSource clock = InstantSource.system();
        Map<String, String> values = settings();
        values.put("STEAD_INDEX_ENGINE", engine.name().toLowerCase(Locale.ROOT));
        try (var lifecycle = new Lifecycle()) {
            ServiceHost matcher = Matcher.start(MatcherConfig.from(Settings.of(values)), clock, lifecycle);
            var requests = new Requests(new Faces(3), clock.instant());

            EnrolmentServiceGrpc.newBlockingStub(channel(matcher, "operator/o-1", lifecycle))
                    .enrolSubject(requests.enrol("s-1", 1).build());

            assertThat(IdentificationServiceGrpc.newBlockingStub(channel(matcher, "terminal/t-1", lifecycle))
                            .identifyOnce(requests.identify(1, 5).build())
                            .getDecision()
                            .hasIdentified())
                    .isTrue();
        }
    }

    @Test
    void answersALargeFrameInItsStreamAndEndsItOnlyForAHugeOne() {
        InstantSource clock = InstantSource.system();
        try (var lifecycle = new Lifecycle()) {
            ServiceHost matcher = Matcher.start(MatcherConfig.from(Settings.of(settings())), clock, lifecycle);
            var requests = new Requests(new Faces(3), clock.instant());
            var stream = identify(channel(matcher, "terminal/t-1", lifecycle));

            for (int size : new int[] {66_000, 100_000, 1_000_000}) {
                stream.send(frame(requests, size, Requests.nonce(), true).toBuilder()
                        .setGalleryId("x".repeat(size))
                        .build());
                IdentifyResponse answer = stream.receive();
                assertThat(answer.getSequence()).isEqualTo(size);
                assertThat(Problem.from(StatusProto.toStatusException(answer.getError())))
                        .map(Problem::reason)
                        .contains("MESSAGE_TOO_LARGE");
            }
            stream.send(frame(requests, 2_000_000, Requests.nonce(), true));
            assertThat(stream.receive().hasDecision()).isTrue();

            stream.send(IdentifyRequest.newBuilder()
                    .setGalleryId("x".repeat(2_000_000))
                    .build());
            assertThat(reason(stream.status())).isEqualTo("MESSAGE_TOO_LARGE");
        }
    }

    /** A terminal's stream is open all day: a stop must not wait for it, and not cut off who stands before it. */
    @Test
    void aStopEndsStreamsWhenTheirPresentationIsDecidedOrAbandoned() {
        InstantSource clock = InstantSource.system();
        try (var lifecycle = new Lifecycle()) {
            var service = new Lifecycle();
            ServiceHost matcher = Matcher.start(MatcherConfig.from(Settings.of(settings())), clock, service);
            var requests = new Requests(new Faces(3), clock.instant());
            Channel channel = channel(matcher, "terminal/t-1", lifecycle);
            var idle = identify(channel);
            idle.send(frame(requests, 1, Requests.nonce(), true));
            assertThat(idle.receive().hasDecision()).isTrue();
            ByteString nonce = Requests.nonce();
            var busy = identify(channel);
            busy.send(frame(requests, 1, nonce, false));
            assertThat(busy.receive().hasMoreFramesNeeded()).isTrue();
            var abandoned = identify(channel);
            abandoned.send(frame(requests, 1, Requests.nonce(), false));
            assertThat(abandoned.receive().hasMoreFramesNeeded()).isTrue();

            var stopped = CompletableFuture.runAsync(
                    service::close, task -> Thread.ofVirtual().start(task));

            assertThat(reason(idle.status())).isEqualTo("DRAINING");
            busy.send(frame(requests, 2, nonce, true));
            assertThat(busy.receive().hasDecision()).isTrue();
            assertThat(reason(busy.status())).isEqualTo("DRAINING");
            assertThat(reason(abandoned.status())).isEqualTo("DRAINING");
            assertThat(stopped).succeedsWithin(Duration.ofSeconds(2));
        }
    }

    private static BidiCall<IdentifyRequest, IdentifyResponse> identify(Channel channel) {
        return Requests.stream(channel);
    }

    private static IdentifyRequest frame(Requests requests, long sequence, ByteString nonce, boolean last) {
        return IdentifyRequest.newBuilder()
                .setSequence(sequence)
                .setGalleryId("people")
                .setCaptureNonce(nonce)
                .setSample(requests.sample(99, (int) sequence))
                .setLastFrame(last)
                .build();
    }

    private static String reason(Status status) {
        return Problem.from(Objects.requireNonNull(status.getCause()))
                .map(Problem::reason)
                .orElse(status.toString());
    }

    @Test
    void warnsOfADuplicateAndCountsItIfItIsSetTo() throws Exception {
        InstantSource clock = InstantSource.system();
        Map<String, String> values = settings();
        values.put("STEAD_DUPLICATES", "warn");
        try (var lifecycle = new Lifecycle();
                var http = HttpClient.newHttpClient()) {
            ServiceHost matcher = Matcher.start(MatcherConfig.from(Settings.of(values)), clock, lifecycle);
            var requests = new Requests(new Faces(3), clock.instant());
            var enrolment = EnrolmentServiceGrpc.newBlockingStub(channel(matcher, "operator/o-1", lifecycle));
            enrolment.enrolSubject(requests.enrol("s-1", 1).build());

            assertThat(enrolment.enrolSubject(requests.enrol("s-2", 1).build()).getDuplicateSubjectIdsList())
                    .containsExactly("s-1");

            URI metrics = URI.create("http://127.0.0.1:" + matcher.opsPort() + "/metrics");
            assertThat(http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                            .body())
                    .contains("stead_duplicates{gallery=\"people\"} 1.0");
        }
    }

    @Test
    void itsSettingsAndTheirDefaultsAreThese() {
        var settings = Settings.of(Map.of(
                "STEAD_TLS",
                "plaintext",
                "STEAD_TEMPLATE_KEK_FILE",
                "kek.json",
                "STEAD_ASSERTION_KEY_FILE",
                "key.json"));
        MatcherConfig.from(settings);

        Map<String, String> own = new HashMap<>();
        for (Setting setting : settings.declared()) {
            own.put(setting.key(), setting.toString());
        }
        assertThat(own)
                .containsKeys(
                        "STEAD_GALLERIES",
                        "STEAD_THRESHOLD",
                        "STEAD_TARGET_FPIR",
                        "STEAD_MARGIN",
                        "STEAD_MIN_QUALITY",
                        "STEAD_ENROLMENT_SIMILARITY",
                        "STEAD_INDEX_ENGINE",
                        "STEAD_TEMPLATE_KEK_FILE",
                        "STEAD_ERASURES_FILE",
                        "STEAD_ASSERTION_KEY_FILE",
                        "STEAD_ASSERTION_ISSUER",
                        "STEAD_ANSWERS_PER_TERMINAL",
                        "STEAD_REFUSALS_PER_TERMINAL",
                        "STEAD_IDENTIFICATIONS_PER_SUBJECT",
                        "STEAD_NEAR_ANSWERS_PER_ENROLMENT",
                        "STEAD_NEAR_ENROLMENTS_PER_OPERATOR",
                        "STEAD_NONCE_MEMORY",
                        "STEAD_REENROLMENT_WAIT",
                        "STEAD_CAPTURE",
                        "STEAD_MIN_PAD_SCORE",
                        "STEAD_REPEATED_CAPTURES",
                        "STEAD_DUPLICATES",
                        "STEAD_TASK_ADDRESS",
                        "STEAD_RING_MAX_AGE",
                        "STEAD_SEARCH_SCOPE",
                        "STEAD_ASSERTION_ENCRYPTION_KEY_FILE");
        assertThat(own.get("STEAD_CAPTURE")).contains("required");
        assertThat(own.get("STEAD_REPEATED_CAPTURES")).contains("refuse");
        assertThat(own.get("STEAD_DUPLICATES")).contains("refuse");
        assertThat(own.get("STEAD_THRESHOLD")).contains("0.55");
        assertThat(own.get("STEAD_MARGIN")).contains("0.05");
    }

    @ParameterizedTest
    @CsvSource({
        "STEAD_GALLERIES, people",
        "STEAD_GALLERIES, people:model:64",
        "STEAD_GALLERIES, people:model:many",
        "STEAD_GALLERIES, p/e:model:512",
        "STEAD_THRESHOLD, 1.5",
        "STEAD_THRESHOLD, NaN",
        "STEAD_TARGET_FPIR, 0",
        "STEAD_TARGET_FPIR, 0.06",
        "STEAD_MIN_QUALITY, 101",
        "STEAD_INDEX_ENGINE, fastest",
        "STEAD_CAPTURE, never",
        "STEAD_DUPLICATES, tell",
        "STEAD_NONCE_MEMORY, 59s",
        "STEAD_TASK_ADDRESS, tasks here",
        "STEAD_RING_MAX_AGE, 9s",
        "STEAD_SEARCH_SCOPE, near",
        "STEAD_SEARCH_SCOPE, 'all,gallery/poeple=ring'",
        "STEAD_SEARCH_SCOPE, 'ring,t-1=all'",
        "STEAD_SEARCH_SCOPE, 'ring,terminal/t-1=all,terminal/t-1=ring'",
        "STEAD_TRESHOLD, 0.5"
    })
    void refusesABadSettingByItsName(String key, String value) {
        Map<String, String> values = settings();
        values.put(key, value);

        assertThatThrownBy(() -> MatcherConfig.from(Settings.of(values)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key);
    }

    @Test
    void aThresholdIsFixedOrMeasuredAndNotBoth() {
        Map<String, String> values = settings();
        assertThat(MatcherConfig.from(Settings.of(values)).targetFpir()).contains(0.001);
        values.put("STEAD_THRESHOLD", "0.6");
        assertThat(MatcherConfig.from(Settings.of(values)).targetFpir()).isEmpty();
        values.put("STEAD_TARGET_FPIR", "0.001");

        assertThatThrownBy(() -> MatcherConfig.from(Settings.of(values)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_THRESHOLD and STEAD_TARGET_FPIR are both set")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesTheOldNameOfASettingWithTheNewOne() {
        Map<String, String> values = settings();
        values.put("STEAD_AGREEMENT", "0.35");

        assertThatThrownBy(() -> MatcherConfig.from(Settings.of(values)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_AGREEMENT")
                .hasMessageContaining("STEAD_ENROLMENT_SIMILARITY");
    }

    @Test
    void refusesToStartOnAnotherTemplateKeyAndDoesNotPrintIt() {
        var requests = new Requests(new Faces(3), InstantSource.system().instant());
        try (var lifecycle = new Lifecycle()) {
            ServiceHost matcher =
                    Matcher.start(MatcherConfig.from(Settings.of(settings())), InstantSource.system(), lifecycle);
            EnrolmentServiceGrpc.newBlockingStub(channel(matcher, "operator/o-1", lifecycle))
                    .enrolSubject(requests.enrol("s-1", 1).build());
        }
        Map<String, String> values = settings();
        Path other = folder.resolve("other.json");
        TemplateKeys.createIfAbsent(other);
        values.put("STEAD_TEMPLATE_KEK_FILE", other.toString());

        try (var lifecycle = new Lifecycle()) {
            assertThatThrownBy(() ->
                            Matcher.start(MatcherConfig.from(Settings.of(values)), InstantSource.system(), lifecycle))
                    .hasMessageContaining("template key file is not the one of this store");
        }
    }

    private Map<String, String> settings() {
        return AloneSettings.in(folder);
    }

    private static Channel channel(ServiceHost matcher, String as, Lifecycle lifecycle) {
        ManagedChannel channel = Channels.open(new ChannelConfig(
                "127.0.0.1:" + matcher.port(), TlsConfig.plaintext(as), "service/matcher", DEADLINE, 65_536, Map.of()));
        lifecycle.own(channel::shutdownNow);
        return channel;
    }
}

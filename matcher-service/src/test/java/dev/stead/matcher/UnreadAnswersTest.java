package dev.stead.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.testing.AloneSettings;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.testing.FrameWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A terminal that sends and does not read is worked for once; the rest of what it sends waits where it is, and costs nothing. */
class UnreadAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FRAMES = 40;
    private static final int STREAM = 1;
    /** SETTINGS_INITIAL_WINDOW_SIZE is 0: what the server has to say stays with it. */
    private static final byte[] NO_WINDOW = {0, 4, 0, 0, 0, 0};

    private final Requests requests =
            new Requests(new Faces(3), InstantSource.system().instant());

    @TempDir
    Path folder;

    @Test
    void whoReadsNoAnswerIsNotAnsweredAgain() throws Exception {
        try (var lifecycle = new Lifecycle()) {
            ServiceHost matcher =
                    Matcher.start(MatcherConfig.from(Settings.of(settings())), InstantSource.system(), lifecycle);
            try (var wire = new FrameWire(new Socket(InetAddress.getLoopbackAddress(), matcher.port()), NO_WINDOW)) {
                wire.send(FrameWire.call(
                        STREAM,
                        "/" + IdentificationServiceGrpc.getIdentifyMethod().getFullMethodName(),
                        TlsConfig.PLAINTEXT_PEER,
                        "terminal/t-1"));
                for (int sequence = 1; sequence <= FRAMES; sequence++) {
                    wire.send(FrameWire.frame(FrameWire.DATA, 0, STREAM, frame(sequence)));
                }
                // Once this is answered, all of them have come.
                wire.send(FrameWire.frame(FrameWire.PING, 0, 0, new byte[8]));
                assertThat(wire.next(FrameWire.PING, PATIENCE).flags()).isOne();
                // An answer takes 5 ms.
                Thread.sleep(40 * FRAMES);
                assertThat(answered(matcher)).isZero();

                wire.send(FrameWire.frame(FrameWire.WINDOW_UPDATE, 0, STREAM, new byte[] {0, 0, (byte) 0xff, 0}));
                for (int i = 0; answered(matcher) < FRAMES && i < PATIENCE.toMillis(); i += 10) {
                    Thread.sleep(10);
                }
                assertThat(answered(matcher)).isEqualTo(FRAMES);
            }
        }
    }

    private byte[] frame(int sequence) {
        return FrameWire.message(IdentifyRequest.newBuilder()
                .setSequence(sequence)
                .setGalleryId("people")
                .setCaptureNonce(Requests.nonce())
                .setSample(requests.sample(1, sequence))
                .setLastFrame(true)
                .build()
                .toByteArray());
    }

    private static int answered(ServiceHost matcher) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + matcher.opsPort() + "/metrics"))
                                    .build(),
                            BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("stead_identification_seconds_count"))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    private Map<String, String> settings() {
        Map<String, String> values = AloneSettings.in(folder);
        values.put("STEAD_REFUSALS_PER_TERMINAL", "1000");
        return values;
    }
}

package dev.stead.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stead.matcher.Matcher;
import dev.stead.matcher.MatcherConfig;
import dev.stead.matcher.MatcherMain;
import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.matcher.v1.BulkEnrolResponse;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.matcher.v1.Sample;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.Problem;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.systemtests.process.FreePorts;
import dev.stead.systemtests.process.JavaProcess;
import dev.stead.systemtests.rows.MatcherAlone;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.BlockingClientCall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A matcher is stopped (SIGTERM) while terminals stand in the middle of presentations on their streams, and started again: every
 * presentation that had begun is decided, every stream ends with {@code DRAINING}, and soon there is a matcher again. The times are logged;
 * {@code -Dmatcher.restart.templates=20000 -Dmatcher.restart.dimension=512 -Dmatcher.restart.seconds=4} is the figure that is promised.
 */
class MatcherRestartTest {
    private static final Logger LOG = LoggerFactory.getLogger(MatcherRestartTest.class);
    private static final int TEMPLATES = Integer.getInteger("matcher.restart.templates", 2_200);
    private static final int DIMENSION = Integer.getInteger("matcher.restart.dimension", 128);
    /** Loose by default: a busy machine is not the matcher's fault. */
    private static final int SECONDS = Integer.getInteger("matcher.restart.seconds", 60);

    private static final int STREAMS = 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void everyPresentationThatHadBegunIsDecidedAndTheMatcherIsBackSoon() throws Exception {
        int port = FreePorts.one();
        Map<String, String> settings = new MatcherAlone(folder, port, DIMENSION).settings();
        enrolAll(settings);
        var spec = new JavaProcess.Spec("matcher", MatcherMain.class.getName(), List.of(), settings, port, TIMEOUT);
        try (var matcher = new JavaProcess(spec, folder)) {
            Path cache = folder.resolve("app.aot");
            matcher.startWith(asShipped("-XX:AOTCacheOutput=" + cache));
            matcher.requireReady();
            matcher.stop();
            List<String> flags = asShipped("-XX:AOTCache=" + cache);
            matcher.startWith(flags);
            matcher.requireReady();
            List<Terminal> terminals = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                terminals.add(new Terminal(port, i));
            }
            for (Terminal terminal : terminals) {
                assertThat(terminal.ask(false).hasMoreFramesNeeded()).isTrue();
            }

            long stopping = System.nanoTime();
            var stopped = CompletableFuture.runAsync(() -> stop(matcher));
            for (Terminal terminal : terminals) {
                assertThat(terminal.ask(true).getDecision().hasNotIdentified())
                        .as("the presentation is decided")
                        .isTrue();
                assertThat(terminal.end()).isEqualTo("DRAINING");
                terminal.close();
            }
            stopped.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            long starting = System.nanoTime();
            matcher.startWith(flags);
            matcher.requireReady();
            long ready = System.nanoTime();
            assertThat(isIdentified(port, 7)).isTrue();

            LOG.warn(
                    "{} templates, {} streams: stopped in {} ms, ready {} ms later, {} ms in all",
                    TEMPLATES,
                    STREAMS,
                    millis(stopping, starting),
                    millis(starting, ready),
                    millis(stopping, ready));
            assertThat(millis(stopping, ready)).isLessThan(SECONDS * 1_000L);
        }
    }

    /** The launcher and the images start a service from a cache, too. */
    private static List<String> asShipped(String cache) {
        return List.of("-XX:TieredStopAtLevel=4", "--add-modules", "jdk.incubator.vector", cache);
    }

    private static void stop(JavaProcess matcher) {
        try {
            matcher.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }

    /** By a matcher in this process, whose kernels are compiled: what follows is about its stop and its start. */
    private static void enrolAll(Map<String, String> settings) throws Exception {
        var own = new HashMap<>(settings);
        own.put("STEAD_PORT", "0");
        own.put("STEAD_OPS_PORT", "0");
        try (var lifecycle = new Lifecycle()) {
            ServiceHost matcher =
                    Matcher.start(MatcherConfig.from(Settings.of(own)), InstantSource.system(), lifecycle);
            ManagedChannel operator = MatcherAlone.open(matcher.port(), "operator/o-1");
            BlockingClientCall<BulkEnrolRequest, BulkEnrolResponse> call =
                    EnrolmentServiceGrpc.newBlockingV2Stub(operator).bulkEnrol();
            var reading = CompletableFuture.supplyAsync(() -> last(call));
            for (int person = 0; person < TEMPLATES; person++) {
                boolean _ = call.write(enrolment(person));
            }
            call.halfClose();
            assertThat(reading.get(8, TimeUnit.MINUTES).getEnrolled()).isEqualTo(TEMPLATES);
            operator.shutdownNow();
        }
    }

    private static BulkEnrolRequest enrolment(int person) {
        return BulkEnrolRequest.newBuilder()
                .setSequence(person + 1)
                .setGalleryId("people")
                .setSubjectId("s-" + person)
                .setConsent(Consent.newBuilder()
                        .setPolicyVersion("1")
                        .setGrantTime(Timestamp.newBuilder().setSeconds(1_700_000_000)))
                .addSamples(sample(person))
                .build();
    }

    private static BulkEnrolResponse last(BlockingClientCall<BulkEnrolRequest, BulkEnrolResponse> call) {
        try {
            BulkEnrolResponse last = BulkEnrolResponse.getDefaultInstance();
            while (call.hasNext()) {
                last = call.read();
            }
            return last;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isIdentified(int port, int person) {
        ManagedChannel channel = MatcherAlone.open(port, "terminal/t-1");
        try {
            return IdentificationServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .identifyOnce(IdentifyOnceRequest.newBuilder()
                            .setGalleryId("people")
                            .setCaptureNonce(nonce())
                            .setSample(sample(person))
                            .build())
                    .getDecision()
                    .hasIdentified();
        } finally {
            channel.shutdownNow();
        }
    }

    /** One terminal with a stranger before it. */
    private static final class Terminal implements AutoCloseable {
        private final ManagedChannel channel;
        private final ByteString nonce;
        private final int number;
        private final BlockingClientCall<IdentifyRequest, IdentifyResponse> call;
        private long sequence;

        Terminal(int port, int number) throws Exception {
            this.number = number;
            this.channel = MatcherAlone.open(port, "terminal/t-" + number);
            this.call = IdentificationServiceGrpc.newBlockingV2Stub(channel).identify();
            IdentifyResponse first = call.read(20, TimeUnit.SECONDS);
            this.nonce = first == null ? ByteString.EMPTY : first.getChallenge();
        }

        IdentifyResponse ask(boolean last) throws Exception {
            boolean _ = call.write(IdentifyRequest.newBuilder()
                    .setSequence(++sequence)
                    .setGalleryId("people")
                    .setCaptureNonce(nonce)
                    .setSample(sample(1_000_000 + number))
                    .setLastFrame(last)
                    .build());
            IdentifyResponse answer = call.read(20, TimeUnit.SECONDS);
            return answer == null ? IdentifyResponse.getDefaultInstance() : answer;
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }

        /** The reason for which the stream ends. */
        String end() throws Exception {
            try {
                return "went on with " + call.read(20, TimeUnit.SECONDS);
            } catch (io.grpc.StatusException e) {
                return Problem.from(e)
                        .map(Problem::reason)
                        .orElseGet(() -> Status.fromThrowable(e).toString());
            }
        }
    }

    private static Sample sample(int person) {
        return MatcherAlone.sample(person, DIMENSION);
    }

    private static ByteString nonce() {
        return ByteString.copyFromUtf8(UUID.randomUUID().toString().substring(0, 16));
    }
}

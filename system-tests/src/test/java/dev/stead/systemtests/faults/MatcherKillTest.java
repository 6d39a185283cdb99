package dev.stead.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.stead.matcher.MatcherMain;
import dev.stead.matcher.v1.Decision;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.EnrolmentServiceGrpc.EnrolmentServiceBlockingStub;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc.IdentificationServiceBlockingStub;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.Sample;
import dev.stead.systemtests.process.FreePorts;
import dev.stead.systemtests.process.JavaProcess;
import dev.stead.systemtests.rows.MatcherAlone;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A matcher process is killed (SIGKILL) at random moments while it enrols, erases and writes snapshots: whoever was acknowledged to be
 * enrolled is recognised afterwards, whoever was acknowledged to be erased is not. {@code -Dmatcher.kills=30} kills it more often.
 */
class MatcherKillTest {
    private static final Logger LOG = LoggerFactory.getLogger(MatcherKillTest.class);
    private static final int KILLS = Integer.getInteger("matcher.kills", 2);
    private static final int DIMENSION = 128;
    /** Enough for an index that has partitions, and so a snapshot. */
    private static final int PEOPLE = 2_200;

    private static final int MOST_PEOPLE = 20_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Set<Integer> enrolled = new HashSet<>();
    private final Set<Integer> erased = new HashSet<>();
    private int next;

    @Test
    void whatWasAcknowledgedIsSoAfterAKillAtAnyMoment() throws Exception {
        LOG.info("seed {}", seed);
        int port = FreePorts.one();
        var spec = new JavaProcess.Spec(
                "matcher", MatcherMain.class.getName(), java.util.List.of(), settings(port), port, TIMEOUT);
        try (var matcher = new JavaProcess(spec, folder)) {
            matcher.startAndAwait();
            try (var calls = new Calls(port)) {
                while (enrolled.size() < PEOPLE || !thereIsASnapshot()) {
                    assertThat(enrolled).as("people without a snapshot").hasSizeLessThan(MOST_PEOPLE);
                    enrol(calls, next++);
                }
            }
            for (int kill = 0; kill < KILLS; kill++) {
                long millis = 200L + random.nextInt(kill == 0 ? 8_000 : 4_000);
                try (var calls = new Calls(port)) {
                    changeUntilKilled(calls, matcher, millis + (kill == 0 ? 6_000 : 0));
                }
                matcher.startAndAwait();
                try (var calls = new Calls(port)) {
                    check(calls);
                }
            }
        }
        assertThat(Files.readString(folder.resolve("matcher.log")))
                .as("at least one start was from a snapshot, seed %d", seed)
                .contains("templates from the snapshot");
    }

    private boolean thereIsASnapshot() throws Exception {
        Path snapshots = folder.resolve("snapshots");
        if (!Files.exists(snapshots)) {
            return false;
        }
        try (var files = Files.list(snapshots)) {
            // One that is being written has another name until it is whole.
            return files.anyMatch(file -> file.toString().endsWith(".snapshot"));
        }
    }

    private void changeUntilKilled(Calls calls, JavaProcess matcher, long millis) throws Exception {
        var killed = CompletableFuture.runAsync(
                () -> {
                    try {
                        matcher.kill();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
        int acknowledged = 0;
        try {
            for (; ; acknowledged++) {
                if (random.nextInt(3) == 0) {
                    erase(calls, enrolled.iterator().next());
                } else {
                    enrol(calls, next++);
                }
            }
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode())
                    .as("seed %d: %s", seed, e)
                    .isIn(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED);
        }
        killed.get();
        LOG.info("killed after {} ms and {} acknowledged changes", millis, acknowledged);
    }

    private void enrol(Calls calls, int person) {
        calls.enrolment().enrolSubject(MatcherAlone.enrolment("s-" + person, sample(person)));
        enrolled.add(person);
    }

    /** Not known to be enrolled any more from the moment it is asked for; known to be erased when it was acknowledged. */
    private void erase(Calls calls, int person) {
        enrolled.remove(person);
        calls.enrolment()
                .eraseSubject(EraseSubjectRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setGalleryId("people")
                        .setSubjectId("s-" + person)
                        .build());
        erased.add(person);
    }

    private void check(Calls calls) {
        for (int person : enrolled) {
            assertThat(whoIs(calls, person))
                    .as("an enrolled one, seed %d", seed)
                    .isEqualTo("s-" + person);
        }
        for (int person : erased) {
            assertThat(whoIs(calls, person))
                    .as("erased: s-%d, seed %d", person, seed)
                    .isEmpty();
        }
    }

    /** The subject of the assertion; empty if nobody was recognised. */
    private String whoIs(Calls calls, int person) {
        Decision decision = calls.identification()
                .identifyOnce(IdentifyOnceRequest.newBuilder()
                        .setGalleryId("people")
                        .setCaptureNonce(ByteString.copyFromUtf8(
                                UUID.randomUUID().toString().substring(0, 16)))
                        .setSample(sample(person))
                        .build())
                .getDecision();
        return decision.hasIdentified() ? MatcherAlone.claims(decision).getSubject() : "";
    }

    private Sample sample(int person) {
        return MatcherAlone.sample(seed + person, DIMENSION);
    }

    private Map<String, String> settings(int port) throws Exception {
        Map<String, String> settings = new MatcherAlone(folder, port, DIMENSION).settings();
        settings.putAll(Map.of(
                "STEAD_SNAPSHOT_INTERVAL", "1s",
                "STEAD_ANSWERS_PER_TERMINAL", "10000000",
                "STEAD_REFUSALS_PER_TERMINAL", "10000000",
                "STEAD_IDENTIFICATIONS_PER_SUBJECT", "10000000",
                "STEAD_NEAR_ANSWERS_PER_ENROLMENT", "10000000"));
        return settings;
    }

    /** An operator's and a terminal's line to one life of the process. */
    private record Calls(ManagedChannel operator, ManagedChannel terminal) implements AutoCloseable {
        Calls(int port) {
            this(MatcherAlone.open(port, "operator/o-1"), MatcherAlone.open(port, "terminal/t-1"));
        }

        EnrolmentServiceBlockingStub enrolment() {
            return EnrolmentServiceGrpc.newBlockingStub(operator);
        }

        IdentificationServiceBlockingStub identification() {
            return IdentificationServiceGrpc.newBlockingStub(terminal);
        }

        @Override
        public void close() {
            operator.shutdownNow();
            terminal.shutdownNow();
        }
    }
}

package dev.stead.systemtests.rows;

import com.google.protobuf.ByteString;
import dev.stead.matcher.MatcherMain;
import dev.stead.matcher.v1.Decision;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.systemtests.net.Fault;
import dev.stead.systemtests.net.FaultProxy;
import dev.stead.systemtests.process.FreePorts;
import dev.stead.systemtests.process.JavaProcess;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * R1: a matcher hears from the task service who may act where, while either is killed and the line between them is cut. Whoever has a task
 * is identified in the ring of the terminal again soon after; meanwhile everybody is identified, in rings or in all.
 */
final class RingRow implements Row {
    private static final int TILLS = 2;
    private static final int DIMENSION = 128;
    private static final int STRANGER = 1_000;
    private static final String TERMINAL = "till-0";
    /** The least that a matcher takes. */
    private static final Duration MAX_AGE = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "R1";
    }

    @Override
    public String proves() {
        return "rings follow the task service over kills of either side and a partition; identification goes on meanwhile";
    }

    @Override
    public Result run(RowContext context) throws Exception {
        try (TestMesh mesh = TestMesh.open(context, TestMesh.Layout.healthy(Stores.SQLITE, TILLS));
                FaultProxy line =
                        FaultProxy.before(mesh.processes().tasks().getFirst().port());
                Matcher matcher = Matcher.start(context, line.port())) {
            var result = new Result();
            for (int person = 0; person < TILLS; person++) {
                matcher.enrol("delegate-" + person, person);
            }
            matcher.enrol("stranger", STRANGER);
            result.figure("first-ms", matcher.awaitRing("terminal", 0));
            long longest = 0;
            int rounds = context.size().of(1, 20);
            for (int round = 0; round < rounds; round++) {
                longest = Math.max(longest, taskServiceIsKilled(mesh, matcher, TILLS + round, result));
                longest = Math.max(longest, matcherIsKilled(matcher));
                longest = Math.max(longest, lineIsCut(line, matcher, result));
                matcher.requireRing(result, "all", STRANGER);
                context.progress().accept("round " + round + " of " + rounds);
            }
            return result.figure("rounds", rounds)
                    .figure("identifications", matcher.asked)
                    .figure("longest-ms", longest)
                    .require(longest <= SOON.toMillis(), "it took " + longest + " ms until a ring was right again")
                    .none("not-identified", matcher.missed());
        }
    }

    /** Who accepts a task after it is back is in the ring, over a stream that a new process begins. */
    private static long taskServiceIsKilled(TestMesh mesh, Matcher matcher, int newcomer, Result result)
            throws IOException, InterruptedException {
        JavaProcess tasks = mesh.processes().task();
        tasks.kill();
        matcher.requireRing(result, "terminal", 0);
        tasks.startAndAwait();
        matcher.enrol("delegate-" + newcomer, newcomer);
        mesh.plan(newcomer, 1);
        return matcher.awaitRing("terminal", newcomer);
    }

    private static long matcherIsKilled(Matcher matcher) throws IOException, InterruptedException {
        matcher.process.kill();
        matcher.process.startAndAwait();
        return matcher.awaitRing("terminal", 0);
    }

    private static long lineIsCut(FaultProxy line, Matcher matcher, Result result) {
        line.begin(new Fault.HalfOpen());
        matcher.requireRing(result, "terminal", 0);
        LockSupport.parkNanos(MAX_AGE.plusSeconds(1).toNanos());
        matcher.requireRing(result, "all", 0);
        line.heal();
        return matcher.awaitRing("terminal", 0);
    }

    /** A matcher of its own, with an operator and a terminal. Owns the process and the channels. */
    private static final class Matcher implements AutoCloseable {
        private final RowContext context;
        private final JavaProcess process;
        private final ManagedChannel operator;
        private final ManagedChannel terminal;
        private final Map<Integer, Integer> unidentified = new HashMap<>();
        private long asked;

        private Matcher(RowContext context, JavaProcess process, int port) {
            this.context = context;
            this.process = process;
            this.operator = MatcherAlone.open(port, "operator/o-1");
            this.terminal = MatcherAlone.open(port, "terminal/" + TERMINAL);
        }

        static Matcher start(RowContext context, int tasks) throws IOException {
            int port = FreePorts.one();
            Path folder = Files.createDirectories(context.folder().resolve("matcher"));
            Map<String, String> settings = new MatcherAlone(folder, port, DIMENSION).settings();
            settings.put("STEAD_PLAINTEXT_PEER", "service/matcher");
            settings.put("STEAD_TASK_ADDRESS", "localhost:" + tasks);
            settings.put("STEAD_RING_MAX_AGE", MAX_AGE.toSeconds() + "s");
            var spec = new JavaProcess.Spec("matcher", MatcherMain.class.getName(), List.of(), settings, port, TIMEOUT);
            var process = new JavaProcess(spec, folder);
            process.startAndAwait();
            return new Matcher(context, process, port);
        }

        void enrol(String subject, int person) {
            var _ = EnrolmentServiceGrpc.newBlockingStub(operator)
                    .withWaitForReady()
                    .enrolSubject(
                            MatcherAlone.enrolment(subject, MatcherAlone.sample(context.seed() + person, DIMENSION)));
        }

        /** The ring in which somebody is identified; empty if they are not. */
        private String ring(int person) {
            asked++;
            ByteBuffer nonce = ByteBuffer.allocate(16).putLong(context.seed()).putLong(asked);
            Decision decision = IdentificationServiceGrpc.newBlockingStub(terminal)
                    .withWaitForReady()
                    .identifyOnce(IdentifyOnceRequest.newBuilder()
                            .setGalleryId("people")
                            .setCaptureNonce(ByteString.copyFrom(nonce.flip()))
                            .setSample(MatcherAlone.sample(context.seed() + person, DIMENSION))
                            .build())
                    .getDecision();
            if (!decision.hasIdentified()) {
                unidentified.merge(person, 1, Integer::sum);
                return "";
            }
            return String.valueOf(MatcherAlone.claims(decision).getClaim("ring"));
        }

        void requireRing(Result result, String expected, int person) {
            String ring = ring(person);
            result.require(
                    ring.equals(expected), "person " + person + " was identified in " + ring + ", not in " + expected);
        }

        /** Milliseconds until somebody is identified in this ring. */
        long awaitRing(String expected, int person) {
            long start = context.nanoTime().getAsLong();
            long took = 0;
            while (took < TIMEOUT.toMillis() && !expected.equals(ringOrNothing(person))) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                took = (context.nanoTime().getAsLong() - start) / 1_000_000;
            }
            return took;
        }

        private String ringOrNothing(int person) {
            try {
                return ring(person);
            } catch (StatusRuntimeException reconnecting) {
                return "";
            }
        }

        List<String> missed() {
            return unidentified.entrySet().stream()
                    .map(one -> "person " + one.getKey() + ": " + one.getValue() + " times")
                    .toList();
        }

        @Override
        public void close() {
            operator.shutdownNow();
            terminal.shutdownNow();
            process.close();
        }
    }
}

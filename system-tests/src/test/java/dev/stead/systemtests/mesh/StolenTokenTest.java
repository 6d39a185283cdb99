package dev.stead.systemtests.mesh;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stead.matcher.Matcher;
import dev.stead.matcher.MatcherConfig;
import dev.stead.matcher.v1.AddTemplateRequest;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.Decision;
import dev.stead.matcher.v1.Embedding;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.EnrolmentServiceGrpc.EnrolmentServiceBlockingStub;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.Sample;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.FakeSettlements;
import dev.stead.task.testing.MovableClock;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.testing.TestMatcher;
import dev.stead.task.v1.AcceptTaskRequest;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.FindTasksRequest;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody can do who has Bob's token and a face of their own: with a real matcher, and a task service that believes it. */
class StolenTokenTest {
    private static final int DIMENSION = 128;
    private static final String MODEL = "synthetic@1";
    private static final String GALLERY = "default";
    private static final float[] BOB = face(1);
    private static final float[] THIEF = face(2);

    @TempDir
    private Path folder = Path.of("");

    private final MovableClock clock = new MovableClock(InstantSource.system().instant());
    private final Lifecycle lifecycle = new Lifecycle();
    private final TestMatcher keys = new TestMatcher("k1", clock);
    private final TestDatabase tasks = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);

    @SuppressWarnings("NullAway.Init") // set by start
    private TaskWorld world;

    @SuppressWarnings("NullAway.Init")
    private DevelopmentIssuer issuer;

    private int port;

    @BeforeEach
    void start() {
        issuer = DevelopmentIssuer.open(folder.resolve("people"), InstantSource.system());
        Path kek = folder.resolve("kek.json");
        Matcher.createTemplateKey(kek);
        var settings = new HashMap<>(issuer.settings());
        // The thief has the token, and stands at an honest terminal.
        settings.put("STEAD_CAPTURE", "optional");
        settings.put("STEAD_REPEATED_CAPTURES", "count");
        settings.putAll(Map.of(
                "STEAD_PORT",
                "0",
                "STEAD_OPS_PORT",
                "0",
                "STEAD_TLS",
                "plaintext",
                "STEAD_DRAIN_DELAY",
                "1ms",
                "STEAD_GALLERIES",
                GALLERY + ":" + MODEL + ":" + DIMENSION,
                "STEAD_ASSERTION_ISSUER",
                TestMatcher.ORIGIN.issuer(),
                "STEAD_ASSERTION_KEY_FILE",
                keys.writePrivateKey(folder.resolve("key.json")).toString(),
                "STEAD_TEMPLATE_KEK_FILE",
                kek.toString(),
                "STEAD_SNAPSHOT_DIR",
                folder.resolve("snapshots").toString(),
                "STEAD_DATABASE_URL",
                "sqlite:" + folder.resolve("matcher.db")));
        ServiceHost matcher = Matcher.start(MatcherConfig.from(Settings.of(settings)), clock, lifecycle);
        port = matcher.port();
        world = new TaskWorld(
                tasks.database(),
                new TaskWorld.Neighbours(clock, new FakeSettlements(), keys, AssertionKeys.open(folder)));
        world.settle();
    }

    @AfterEach
    void stop() {
        world.close();
        lifecycle.close();
        tasks.close();
    }

    @Test
    void aTokenAloneNeitherReplacesAFaceAtOnceNorEverDoesWhatTheOldFaceAccepted() {
        operator().enrolSubject(enrolment("bob", BOB));
        Task task = accepted("o-1");
        EnrolmentServiceBlockingStub token = EnrolmentServiceGrpc.newBlockingStub(phone());

        token.eraseSubject(EraseSubjectRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setGalleryId(GALLERY)
                .build());
        assertThat(reason(() -> token.enrolSubject(enrolment("", THIEF)))).isEqualTo("ENROLMENT_WAITS");
        assertThat(seen(THIEF).hasNotIdentified()).isTrue();

        clock.advance(Duration.ofDays(3));
        token.enrolSubject(enrolment("", THIEF));

        assertThat(world.terminal("t-near")
                        .findTasks(FindTasksRequest.newBuilder()
                                .setAssertion(jws(seen(THIEF)))
                                .build())
                        .getTasksList())
                .isEmpty();
        assertThat(reason(() -> confirm(task, THIEF))).isEqualTo("ENROLMENT_CHANGED");
        assertThat(world.settlements.asked()).isEmpty();
        for (String person : new String[] {"alice", "bob"}) {
            assertThat(world.notifications(person, 0, 2))
                    .extracting(Notification::getKind)
                    .contains(Notification.Kind.KIND_ENROLMENT_CHANGED);
        }
    }

    @Test
    void bobHimselfIsEnrolledAgainInPersonAndAcceptsAgain() {
        operator().enrolSubject(enrolment("bob", BOB));
        Task task = accepted("o-1");
        EnrolmentServiceGrpc.newBlockingStub(phone())
                .eraseSubject(EraseSubjectRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setGalleryId(GALLERY)
                        .build());
        operator().enrolSubject(enrolment("bob", BOB));
        assertThat(reason(() -> confirm(task, BOB))).isEqualTo("ENROLMENT_CHANGED");

        accept(task.getTaskId());

        assertThat(confirm(task, BOB).getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
    }

    @Test
    void noNumberOfAddedTemplatesLeadsFromOneFaceToAnother() {
        operator().enrolSubject(enrolment("bob", BOB));
        float[] half = towards(BOB, THIEF, 0.36);
        EnrolmentServiceBlockingStub token = EnrolmentServiceGrpc.newBlockingStub(phone());
        token.addTemplate(addition("", half));
        assertThat(reason(() -> token.addTemplate(addition("", THIEF)))).isEqualTo("TEMPLATE_WAITS");

        clock.advance(Duration.ofDays(7));

        assertThat(reason(() -> token.addTemplate(addition("", towards(half, THIEF, 0.36)))))
                .isEqualTo("WRONG_PERSON");
        assertThat(seen(THIEF).hasNotIdentified()).isTrue();
    }

    private Task accepted(String orderId) {
        world.order(orderId, false);
        var mandate = world.mandate(TaskKind.TASK_KIND_PAYMENT);
        mandate.getWindowBuilder()
                .getAbsoluteBuilder()
                .setEndTime(TaskWorld.timestamp(clock.instant().plus(Duration.ofDays(10))));
        Task proposed = world.phone("alice")
                .proposeTask(world.proposal(orderId, mandate))
                .getTask();
        return accept(proposed.getTaskId());
    }

    private Task accept(String taskId) {
        Decision bob = IdentificationServiceGrpc.newBlockingStub(phone())
                .verify(VerifyRequest.newBuilder()
                        .setGalleryId(GALLERY)
                        .setCaptureNonce(nonce())
                        .setSample(sample(BOB))
                        .build())
                .getDecision();
        return world.phone("bob")
                .acceptTask(AcceptTaskRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setAssertion(jws(bob))
                        .setTaskId(taskId)
                        .build())
                .getTask();
    }

    private Execution confirm(Task task, float[] face) {
        return world.terminal("t-near")
                .confirmTask(ConfirmTaskRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setAssertion(jws(seen(face)))
                        .setTaskId(task.getTaskId())
                        .build())
                .getExecution();
    }

    private Decision seen(float[] face) {
        return IdentificationServiceGrpc.newBlockingStub(channel("terminal/t-near"))
                .identifyOnce(IdentifyOnceRequest.newBuilder()
                        .setGalleryId(GALLERY)
                        .setCaptureNonce(nonce())
                        .setSample(sample(face))
                        .build())
                .getDecision();
    }

    private static String jws(Decision decision) {
        return decision.getIdentified().getAssertion().getJws();
    }

    private EnrolmentServiceBlockingStub operator() {
        return EnrolmentServiceGrpc.newBlockingStub(channel("operator/o-1"));
    }

    /** Bob's, or that of whoever has his token. */
    private Channel phone() {
        var token = new Metadata();
        token.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + issuer.token("bob", Duration.ofMinutes(5)));
        return ClientInterceptors.intercept(channel("gateway/g-1"), MetadataUtils.newAttachHeadersInterceptor(token));
    }

    private ManagedChannel channel(String as) {
        ManagedChannel opened = Channels.open(new ChannelConfig(
                "127.0.0.1:" + port,
                TlsConfig.plaintext(as),
                "service/matcher",
                Duration.ofSeconds(20),
                65_536,
                Map.of()));
        lifecycle.own(opened::shutdownNow);
        return opened;
    }

    private EnrolSubjectRequest enrolment(String subject, float[] face) {
        Instant now = clock.instant();
        return EnrolSubjectRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setGalleryId(GALLERY)
                .setSubjectId(subject)
                .setConsent(Consent.newBuilder()
                        .setPolicyVersion("2026-11/en")
                        .setGrantTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond())))
                .addSamples(sample(face))
                .build();
    }

    private static AddTemplateRequest addition(String subject, float[] face) {
        return AddTemplateRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setGalleryId(GALLERY)
                .setSubjectId(subject)
                .setSample(sample(face))
                .build();
    }

    private static Sample sample(float[] face) {
        ByteBuffer floats = ByteBuffer.allocate(DIMENSION * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : face) {
            floats.putFloat(value);
        }
        return Sample.newBuilder()
                .setEmbedding(Embedding.newBuilder().setModel(MODEL).setFloat32Le(ByteString.copyFrom(floats.flip())))
                .setQuality(90)
                .build();
    }

    private static ByteString nonce() {
        return ByteString.copyFromUtf8(TaskWorld.id().substring(0, 16));
    }

    private static float[] face(long seed) {
        Random of = new Random(seed);
        float[] values = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) of.nextGaussian();
        }
        return scaled(values, 1);
    }

    /** What has this cosine to the one, on the way to the other. */
    private static float[] towards(float[] one, float[] other, double cosine) {
        double shared = 0;
        for (int i = 0; i < DIMENSION; i++) {
            shared += one[i] * other[i];
        }
        float[] across = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            across[i] = (float) (other[i] - shared * one[i]);
        }
        across = scaled(across, Math.sqrt(1 - cosine * cosine));
        for (int i = 0; i < DIMENSION; i++) {
            across[i] += (float) (cosine * one[i]);
        }
        return across;
    }

    private static float[] scaled(float[] values, double norm) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) (norm / Math.sqrt(squares));
        }
        return values;
    }
}

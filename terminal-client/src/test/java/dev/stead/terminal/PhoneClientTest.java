package dev.stead.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.testing.TestServer;
import dev.stead.mesh.time.Environment;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.Task;
import dev.stead.terminal.sample.CapturedSample;
import io.grpc.ServerInterceptors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PhoneClientTest {
    private static final CapturedSample GOOD = new CapturedSample("model@1", new float[] {1, 0}, 90);
    private static final CapturedSample BAD = new CapturedSample("model@1", new float[] {0, 1}, 10);

    private final FakePhoneServices fakes = new FakePhoneServices();
    private final Environment environment = new Environment(InstantSource.system(), new Random(1));
    private TestServer server;
    private PhoneClient phone;
    private int tokens;

    @BeforeEach
    void start() {
        // Tokens are recorded for the delegation service only: its calls are unary and in order.
        server = TestServer.start(
                List.of(),
                fakes.identification,
                fakes.enrolment,
                fakes.notifications,
                () -> ServerInterceptors.intercept(fakes.delegation, fakes.tokenRecorder));
        ServiceChannels channels = new ServiceChannels(server.anonymous(), server.anonymous(), server.anonymous());
        phone = PhoneClient.of(channels, "people", () -> "token-" + ++tokens, environment);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void enrolsThePersonWithoutNamingThem() {
        var subject = phone.enrol("2026-11/en", List.of(GOOD, GOOD));
        assertThat(subject.getSubjectId()).isEqualTo("me");
        assertThat(subject.getTemplateCount()).isEqualTo(2);
        assertThat(subject.getConsent().getPolicyVersion()).isEqualTo("2026-11/en");
        assertThat(subject.getConsent().hasGrantTime()).isTrue();
    }

    @Test
    void verifiesThePerson() {
        assertThat(phone.verify(GOOD))
                .isInstanceOfSatisfying(
                        Identification.Identified.class,
                        who -> assertThat(who.assertion().jws()).isEqualTo("verified.16.x"));
        assertThat(phone.verify(BAD)).isEqualTo(new Identification.NotIdentified());
    }

    @Test
    void everyCallGetsAFreshTokenAndItsOwnRequestId() {
        SignedAssertion assertion = new SignedAssertion("a.b.c", Instant.MAX);
        TaskProposal proposal = new TaskProposal("ben", "shop", "order-1", Mandate.getDefaultInstance());
        assertThat(phone.propose(assertion, proposal).getDelegateId()).isEqualTo("ben");
        phone.propose(assertion, proposal);
        assertThat(phone.accept(assertion, "task-1").getState()).isEqualTo(Task.State.STATE_READY);
        assertThat(fakes.tokens).containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-3");
        assertThat(fakes.proposed).extracting(request -> request.getRequestId()).doesNotHaveDuplicates();
        assertThat(fakes.proposed).extracting(request -> request.getAssertion()).containsExactly("a.b.c", "a.b.c");
    }

    @Test
    void aSubscriptionContinuesAfterItsCursorWhereverAStreamEnds() throws InterruptedException {
        var received = new LinkedBlockingQueue<Notification>();
        try (NotificationSubscription subscription = phone.subscribe(10, received::add)) {
            for (long cursor = 11; cursor <= 16; cursor++) {
                Notification next = received.poll(10, TimeUnit.SECONDS);
                assertThat(next).isNotNull();
                assertThat(next.getCursor()).isEqualTo(cursor);
            }
            // Refused after the sixteenth: nothing more arrives, and no stream is opened any more.
            assertThat(received.poll(1500, TimeUnit.MILLISECONDS)).isNull();
            assertThat(subscription.cursor()).isEqualTo(16);
        }
        // A stream that breaks may lose notifications that were sent: those after the cursor are sent again.
        assertThat(fakes.cursors).startsWith(10L).endsWith(16L).isSorted();
    }

    @Test
    void aSubscriptionBehindACursorThatDoesNotExistBeginsAgain() throws InterruptedException {
        var received = new LinkedBlockingQueue<Notification>();
        try (NotificationSubscription subscription = phone.subscribe(1_000, received::add)) {
            Notification first = received.poll(10, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            assertThat(first.getCursor()).isEqualTo(1);
            assertThat(subscription.cursor()).isLessThan(1_000);
        }
        assertThat(fakes.cursors).startsWith(1_000L, 0L);
    }

    @Test
    void aServiceThatLacksACallSaysSo() {
        assertThatThrownBy(() -> phone.contacts())
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.reason()).isEqualTo("UNIMPLEMENTED"));
    }
}

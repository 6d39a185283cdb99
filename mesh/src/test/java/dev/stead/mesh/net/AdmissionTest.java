package dev.stead.mesh.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.Echo;
import dev.stead.mesh.Hosts;
import dev.stead.mesh.ServerConfig;
import dev.stead.mesh.ServerLimits;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.Role;
import dev.stead.mesh.security.TlsConfig;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No more work comes in than there is room for, and no class of work takes the room of another. */
class AdmissionTest {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final Hosts hosts = new Hosts();
    private final CountDownLatch finish = new CountDownLatch(1);

    @AfterEach
    void stop() {
        finish.countDown();
        hosts.close();
    }

    @Test
    void oneClassCannotTakeTheShareOfAnother() {
        Admission admission = Admission.builder()
                .share("many", 0.5)
                .share("few", 0.5)
                .between(10, 10)
                .build();

        List<Admission.Ticket> taken = new ArrayList<>();
        Optional<Admission.Ticket> ticket = admission.tryAcquire("many");
        while (ticket.isPresent()) {
            taken.add(ticket.get());
            ticket = admission.tryAcquire("many");
        }

        assertThat(taken).hasSize(10);
        assertThat(admission.tryAcquire("few")).isPresent();
        var registry = new SimpleMeterRegistry();
        admission.bindTo(registry);
        assertThat(registry.get("stead_admission_limit").gauge().value()).isEqualTo(10);
        assertThat(registry.get("stead_admission_inflight").gauge().value()).isEqualTo(11);
        assertThat(admission.tryAcquire("many")).isEmpty();
        taken.forEach(Admission.Ticket::done);
        assertThat(admission.tryAcquire("many")).isPresent();
    }

    @Test
    void everyEndGivesTheTicketBack() {
        Admission admission =
                Admission.builder().share("all", 1.0).between(1, 1).build();

        for (int i = 0; i < 10; i++) {
            admission.tryAcquire("all").orElseThrow().done();
            admission.tryAcquire("all").orElseThrow().ignored();
            admission.tryAcquire("all").orElseThrow().dropped();
        }
    }

    @Test
    void aUnaryMethodIsRefusedWhileItsShareIsTakenAndServedAfterwards() throws Exception {
        Admission admission =
                Admission.builder().share("all", 1.0, Echo.SAY).between(1, 1).build();
        var begun = new CountDownLatch(1);
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, slow(begun)).admission(admission));
        Channel channel = hosts.open(host, Hosts.PLAIN);
        var first = CompletableFuture.supplyAsync(() -> Hosts.say(channel, "slow"), THREADS);
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

        Hosts.assertProblem(() -> Hosts.say(channel, "hello"), Status.Code.RESOURCE_EXHAUSTED, "OVERLOADED");

        finish.countDown();
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("slow");
        Hosts.assertProblem(() -> Hosts.say(channel, "fail"), Status.Code.INTERNAL, "INTERNAL");
        assertThat(Hosts.say(channel, "hello")).isEqualTo("hello");
    }

    /** Whoever keeps the service waiting must not keep others out: one device could open a thousand such calls. */
    @Test
    void callsWhoseRequestHasNotComeTakeNoPlace() {
        Admission admission =
                Admission.builder().share("all", 1.0, Echo.SAY).between(1, 1).build();
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo()).admission(admission));
        // A client that calls the method unary sends nothing before it has the request.
        var hasty = Echo.SAY.toBuilder().setType(MethodType.BIDI_STREAMING).build();
        ManagedChannel waiting = hosts.open(host, Hosts.PLAIN);
        for (int i = 0; i < 5; i++) {
            ClientCall<String, String> call = waiting.newCall(hasty, CallOptions.DEFAULT);
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            call.sendMessage("hello");
        }
        assertThat(Hosts.say(waiting, "after them")).isEqualTo("after them");

        assertThat(Hosts.say(hosts.open(host, Hosts.PLAIN), "hello")).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallWhoseCallerGoesAwayGivesTheTicketBack(boolean isConnectionLost) throws Exception {
        Admission admission =
                Admission.builder().share("all", 1.0, Echo.SAY).between(1, 1).build();
        var registry = new SimpleMeterRegistry();
        admission.bindTo(registry);
        // A handler that waited would keep the end of the call waiting too: this one leaves, and answers nothing.
        BindableService silent = () -> ServerServiceDefinition.builder("stead.test.Echo")
                .addMethod(Echo.SAY, ServerCalls.asyncUnaryCall((text, out) -> {
                    if (!text.equals("slow")) {
                        out.onNext(text);
                        out.onCompleted();
                    }
                }))
                .build();
        ServiceHost host = hosts.start(ServiceHost.builder("echo", ServerConfig.local(Hosts.PLAIN))
                .service(silent)
                .access(Access.builder().allow(Echo.SAY, Role.values()).build())
                .admission(admission));
        Channel other = hosts.open(host, Hosts.PLAIN);
        for (int round = 0; round < 3; round++) {
            ManagedChannel channel = hosts.open(host, Hosts.PLAIN);
            ClientCall<String, String> call = channel.newCall(Echo.SAY, CallOptions.DEFAULT);
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            call.sendMessage("slow");
            call.halfClose();
            awaitInFlight(registry, 1);
            Hosts.assertProblem(() -> Hosts.say(other, "hello"), Status.Code.RESOURCE_EXHAUSTED, "OVERLOADED");

            if (isConnectionLost) {
                channel.shutdownNow();
            } else {
                call.cancel("nobody waits any more", null);
            }

            awaitInFlight(registry, 0);
            assertThat(Hosts.say(other, "hello")).isEqualTo("hello");
        }
    }

    private static void awaitInFlight(SimpleMeterRegistry registry, int calls) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(5);
        while (registry.get("stead_admission_inflight").gauge().value() != calls
                && Instant.now().isBefore(end)) {
            Thread.sleep(10);
        }
        assertThat(registry.get("stead_admission_inflight").gauge().value()).isEqualTo(calls);
    }

    @Test
    void oneMachineHasFewerCallsAtOnceThanAService() throws Exception {
        var settings = Settings.of(Map.of("STEAD_TLS", "plaintext", "STEAD_CALLS_PER_DEVICE_CONNECTION", "1"));
        ServerLimits limits = ServerConfig.from(settings, 0).limits();
        var config = new ServerConfig(
                "127.0.0.1", 0, 0, Hosts.PLAIN, limits, false, Duration.ofMillis(1), Duration.ofSeconds(5));
        var begun = new CountDownLatch(2);
        ServiceHost host = hosts.start(
                ServiceHost.builder("echo", config).service(slow(begun)).access(Hosts.EVERYBODY));
        Channel terminal = hosts.open(host, Hosts.PLAIN);
        Channel service = hosts.open(host, TlsConfig.plaintext("service/matcher"));
        var first = CompletableFuture.supplyAsync(() -> Hosts.say(terminal, "slow"), THREADS);
        var second = CompletableFuture.supplyAsync(() -> Hosts.say(service, "slow"), THREADS);
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

        Hosts.assertProblem(() -> Hosts.say(terminal, "hello"), Status.Code.RESOURCE_EXHAUSTED, "TOO_MANY_CALLS");
        assertThat(Hosts.say(service, "hello")).isEqualTo("hello");

        finish.countDown();
        assertThat(first.get(5, TimeUnit.SECONDS) + second.get(5, TimeUnit.SECONDS))
                .isEqualTo("slowslow");
        assertThat(Hosts.say(terminal, "hello")).isEqualTo("hello");
    }

    /** Answers at once, but {@code slow} when told to and {@code fail} not at all. */
    private Echo slow(CountDownLatch begun) {
        return new Echo(text -> switch (text) {
            case "slow" -> {
                begun.countDown();
                try {
                    boolean _ = finish.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                yield text;
            }
            case "fail" -> throw new IllegalStateException("as the test wants it");
            case String other -> other;
        });
    }
}

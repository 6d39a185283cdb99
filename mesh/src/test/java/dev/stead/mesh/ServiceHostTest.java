package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.Role;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceHostTest {
    /** The common pool has one thread on a small machine. */
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final Hosts hosts = new Hosts();

    @AfterEach
    void stop() {
        hosts.close();
    }

    @Test
    void refusesToStartWithAMethodThatHasNoRow() {
        var table = Access.builder().allow(Echo.SAY, Role.OPERATOR).build();

        assertThatThrownBy(() -> hosts.start(Hosts.echo(Hosts.PLAIN, new Echo()).access(table)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stead.test.Echo/Chat");
    }

    @Test
    void refusesAPortThatIsTaken() {
        ServiceHost first = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo()));
        ServerConfig local = ServerConfig.local(Hosts.PLAIN);
        var taken = new ServerConfig(
                local.host(),
                first.port(),
                0,
                local.tls(),
                local.limits(),
                false,
                local.drainDelay(),
                local.drainLimit());

        assertThatThrownBy(() -> hosts.start(ServiceHost.builder("second", taken)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_PORT");
    }

    @Test
    void showsMetricsAndProbes() {
        var ready = new AtomicBoolean(true);
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo()).readiness(ready::get));
        String _ = Hosts.say(hosts.open(host, Hosts.PLAIN), "hello");

        assertThat(Hosts.page(host, "/livez")).isEqualTo("200 alive\n");
        assertThat(Hosts.page(host, "/readyz")).isEqualTo("200 ready\n");
        assertThat(Hosts.page(host, "/metrics"))
                .contains("grpc_server_processing_duration_seconds_bucket{method=\"Say\"")
                .contains("le=\"0.001\"")
                .contains("jvm_memory_used_bytes");
        assertThat(Hosts.page(host, "/nothing")).startsWith("404");

        ready.set(false);
        assertThat(Hosts.page(host, "/readyz")).isEqualTo("503 not ready\n");
    }

    @Test
    void answersTheHealthServiceAndNoReflection() {
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo()));
        ManagedChannel channel = hosts.open(host, Hosts.PLAIN);

        assertThat(HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        assertThat(reflect(channel).join()).contains(Status.Code.UNIMPLEMENTED.name());
    }

    @Test
    void letsCallsEndWhileItDrainsAndTakesNoNewOnes() throws Exception {
        var begun = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo(text -> {
            begun.countDown();
            await(finish);
            return text;
        })));
        ManagedChannel channel = hosts.open(host, Hosts.PLAIN);
        var answer = CompletableFuture.supplyAsync(() -> Hosts.say(channel, "slow"), THREADS);
        await(begun);

        var closing = CompletableFuture.runAsync(host::close, THREADS);
        while (Hosts.page(host, "/readyz").startsWith("200")) {
            Thread.onSpinWait();
        }
        // A new connection: the old one would queue the call behind the GOAWAY.
        Thread.sleep(200);
        ManagedChannel late = hosts.open(host, Hosts.PLAIN);
        Hosts.assertStatus(() -> Hosts.say(late, "late"), Status.Code.UNAVAILABLE, "");

        finish.countDown();
        assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo("slow");
        closing.get(5, TimeUnit.SECONDS);
        host.awaitTermination();
    }

    @Test
    void endsStreamsWhenItDrainsAndSaysWhy() {
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo()));
        ManagedChannel channel = hosts.open(host, Hosts.PLAIN);
        Hosts.Chat stream = Hosts.chat(channel);
        assertThat(stream.ask("hello")).isEqualTo("hello");
        Iterator<HealthCheckResponse> health =
                HealthGrpc.newBlockingStub(channel).watch(HealthCheckRequest.getDefaultInstance());
        assertThat(health.next().getStatus()).isEqualTo(ServingStatus.SERVING);

        assertThat(CompletableFuture.runAsync(host::close, THREADS)).succeedsWithin(Duration.ofSeconds(3));

        Hosts.assertProblem(() -> stream.ask("again"), Status.Code.UNAVAILABLE, "DRAINING");
        assertThat(health.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        Hosts.assertProblem(health::next, Status.Code.UNAVAILABLE, "DRAINING");
    }

    @Test
    void cutsOffCallsThatOutlastTheDrainLimit() throws Exception {
        var begun = new CountDownLatch(1);
        ServerConfig local = ServerConfig.local(Hosts.PLAIN);
        var hasty = new ServerConfig(
                "127.0.0.1", 0, 0, local.tls(), local.limits(), false, Duration.ofMillis(1), Duration.ofMillis(100));
        ServiceHost host = hosts.start(
                ServiceHost.builder("hasty", hasty).access(Hosts.EVERYBODY).service(new Echo(text -> {
                    begun.countDown();
                    await(new CountDownLatch(1));
                    return text;
                })));
        ManagedChannel channel = hosts.open(host, Hosts.PLAIN);
        var answer = CompletableFuture.supplyAsync(() -> Hosts.say(channel, "endless"), THREADS);
        await(begun);

        CompletableFuture.runAsync(host::close, THREADS).get(8, TimeUnit.SECONDS);

        assertThat(answer).failsWithin(Duration.ofSeconds(1));
    }

    @Test
    void runsBlockingMethodsOnVirtualThreadsAndDirectOnesOnTheEventLoop() {
        var thread = new AtomicReference<Thread>();
        var echo = new Echo(text -> {
            thread.set(Thread.currentThread());
            return text;
        });
        ServiceHost blocking = hosts.start(Hosts.echo(Hosts.PLAIN, echo));
        String _ = Hosts.say(hosts.open(blocking, Hosts.PLAIN), "hello");
        assertThat(thread.get().isVirtual()).isTrue();

        ServiceHost direct = hosts.start(Hosts.echo(Hosts.PLAIN, echo).direct(Echo.SAY));
        String _ = Hosts.say(hosts.open(direct, Hosts.PLAIN), "hello");
        assertThat(thread.get().getName()).startsWith("grpc-nio-worker");
    }

    @Test
    void givesAMaximumToACallWithoutADeadline() {
        var remaining = new AtomicReference<Long>();
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo(text -> {
            var deadline = io.grpc.Context.current().getDeadline();
            remaining.set(deadline == null ? -1 : deadline.timeRemaining(TimeUnit.SECONDS));
            return text;
        })));

        CallOptions endless = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.HOURS);
        String _ = Hosts.say(hosts.open(host, Hosts.PLAIN), endless, "hello");

        assertThat(remaining.get()).isBetween(25L, 30L);
    }

    @Test
    void refusesACallerWhoStatesNothing() {
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo()));

        Hosts.assertProblem(
                () -> Hosts.say(hosts.open(host, dev.stead.mesh.security.TlsConfig.plaintext("nobody")), "hello"),
                Status.Code.UNAUTHENTICATED,
                "CALLER_UNKNOWN");
    }

    private static CompletableFuture<String> reflect(ManagedChannel channel) {
        var outcome = new CompletableFuture<String>();
        var requests = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<ServerReflectionResponse>() {
                    @Override
                    public void onNext(ServerReflectionResponse value) {
                        outcome.complete("answered");
                    }

                    @Override
                    public void onError(Throwable t) {
                        outcome.complete(Status.fromThrowable(t).getCode().name());
                    }

                    @Override
                    public void onCompleted() {
                        outcome.complete("completed");
                    }
                });
        requests.onNext(
                ServerReflectionRequest.newBuilder().setListServices("*").build());
        requests.onCompleted();
        return outcome;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited too long");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.Role;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that is opened and never says what it wants does not stay for ever. */
class RequestDeadlineTest {
    private static final MethodDescriptor<String, String> WATCH = Echo.SAY.toBuilder()
            .setFullMethodName("stead.test.Other/Watch")
            .setType(MethodType.SERVER_STREAMING)
            .build();

    private final Hosts hosts = new Hosts();

    @AfterEach
    void stop() {
        hosts.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aUnaryCallThatIsNotEndedByItsClientIsEndedByTheServer(boolean isMessageSent) throws Exception {
        Channel channel = channel("1s");

        assertIncomplete(hasty(channel, Echo.SAY, isMessageSent));
        assertThat(Hosts.say(channel, "hello")).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWatchWithoutItsRequestIsEndedToo(boolean isMessageSent) throws Exception {
        assertIncomplete(hasty(channel("1s"), WATCH, isMessageSent));
    }

    @Test
    void aStreamOfRequestsMayWaitForItsNextOne() throws Exception {
        Hosts.Chat chat = Hosts.chat(channel("100ms"));

        assertThat(chat.ask("hello")).isEqualTo("hello");
        TimeUnit.MILLISECONDS.sleep(400);
        assertThat(chat.ask("again")).isEqualTo("again");
    }

    @Test
    void whatIsOverdueIsRefusedOnceAndWhatHasComeIsNot() {
        var nanos = new AtomicLong();
        var deadline = new RequestDeadline(Duration.ofSeconds(30), nanos::get);
        List<String> refused = new ArrayList<>();
        Runnable early = deadline.open(problem -> refused.add("early " + problem.reason()));
        Runnable come = deadline.open(problem -> refused.add("come " + problem.reason()));
        come.run();
        nanos.set(Duration.ofSeconds(1).toNanos());
        Runnable late = deadline.open(problem -> refused.add("late " + problem.reason()));

        nanos.set(Duration.ofSeconds(30).toNanos() - 1);
        deadline.endOverdue();
        assertThat(refused).isEmpty();
        nanos.set(Duration.ofSeconds(30).toNanos());
        deadline.endOverdue();
        deadline.endOverdue();

        assertThat(refused).containsExactly("early REQUEST_INCOMPLETE");
        early.run();
        late.run();
        nanos.set(Duration.ofSeconds(60).toNanos());
        deadline.endOverdue();
        assertThat(refused).hasSize(1);
    }

    @Test
    void aCallThatCannotBeEndedDoesNotKeepTheNextFromIt() {
        var deadline = new RequestDeadline(Duration.ZERO, () -> 0);
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            var _ = deadline.open(problem -> {
                refused.add(problem.reason());
                throw new IllegalStateException("as the test wants it");
            });
        }

        deadline.endOverdue();

        assertThat(refused).hasSize(3);
    }

    private Channel channel(String longest) {
        ServerLimits limits = ServerConfig.from(
                        Settings.of(Map.of("STEAD_TLS", "plaintext", "STEAD_LONGEST_CALL", longest)), 0)
                .limits();
        var config = new ServerConfig(
                "127.0.0.1", 0, 0, Hosts.PLAIN, limits, false, Duration.ofMillis(1), Duration.ofSeconds(5));
        Access access = Access.builder()
                .allow(Echo.SAY, Role.values())
                .allow(Echo.CHAT, Role.values())
                .allow(WATCH, Role.values())
                .build();
        var host = ServiceHost.builder("echo", config)
                .service(new Echo())
                .service(() -> ServerServiceDefinition.builder("stead.test.Other")
                        .addMethod(WATCH, ServerCalls.asyncServerStreamingCall((text, out) -> out.onNext(text)))
                        .build())
                .access(access);
        return hosts.open(hosts.start(host), Hosts.PLAIN);
    }

    /** A client that calls the method unary ends its sending with the request; this one does not. */
    private static CompletableFuture<StatusRuntimeException> hasty(
            Channel channel, MethodDescriptor<String, String> method, boolean isMessageSent) {
        var end = new CompletableFuture<StatusRuntimeException>();
        ClientCall<String, String> call = channel.newCall(
                method.toBuilder().setType(MethodType.BIDI_STREAMING).build(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(new StatusRuntimeException(status, trailers));
                    }
                },
                new Metadata());
        call.request(1);
        if (isMessageSent) {
            call.sendMessage("hello");
        }
        return end;
    }

    private static void assertIncomplete(CompletableFuture<StatusRuntimeException> end) throws Exception {
        StatusRuntimeException failure = end.get(10, TimeUnit.SECONDS);
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(Problem.from(failure).map(Problem::reason)).contains("REQUEST_INCOMPLETE");
    }
}

package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.sql.StorageException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of requests that a server cannot or will not answer, on the wire. */
class MessageTest {
    private final Hosts hosts = new Hosts();

    @AfterEach
    void stop() {
        hosts.close();
    }

    @Test
    void answersAMessageAboveTheServersLimitWithTheLimit() {
        Channel channel = channel(Hosts.echo(Hosts.PLAIN, new Echo()));

        assertThat(Hosts.say(channel, "x".repeat(65_536))).hasSize(65_536);
        Hosts.assertStatus(() -> Hosts.say(channel, "x".repeat(65_537)), Status.Code.RESOURCE_EXHAUSTED, "65536");
    }

    @Test
    void answersAMessageAboveTheMethodsLimitWithAReason() {
        Channel channel = channel(
                Hosts.echo(Hosts.PLAIN, new Echo()).maxMessageBytes(1_000).maxMessageBytes(5_000, Echo.CHAT));

        assertThat(Hosts.say(channel, "x".repeat(1_000))).hasSize(1_000);
        Hosts.assertProblem(
                () -> Hosts.say(channel, "x".repeat(1_001)), Status.Code.RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
    }

    @Test
    void refusesCompressedMessages() {
        Channel channel = channel(Hosts.echo(Hosts.PLAIN, new Echo()));

        Hosts.assertStatus(
                () -> Hosts.say(channel, CallOptions.DEFAULT.withCompression("gzip"), "hello"),
                Status.Code.UNIMPLEMENTED,
                "gzip");
    }

    @Test
    void answersAServicesOwnExceptionAsItsMapperSays() {
        Channel channel = channel(Hosts.echo(Hosts.PLAIN, new Echo(_ -> {
                    throw new IllegalArgumentException("mine");
                }))
                .errors(e -> e instanceof IllegalArgumentException
                        ? Problem.of(Status.Code.INVALID_ARGUMENT, "MINE", "Not so.")
                        : null));

        Hosts.assertProblem(() -> Hosts.say(channel, "hello"), Status.Code.INVALID_ARGUMENT, "MINE");
    }

    @Test
    void answersAnUnknownExceptionWithAnIncidentAndNothingElse() {
        Channel channel = channel(Hosts.echo(Hosts.PLAIN, new Echo(_ -> {
            throw new IllegalStateException("secret");
        })));
        assertThatThrownBy(() -> Hosts.say(channel, "hello"))
                .hasMessageNotContaining("secret")
                .satisfies(e -> assertThat(Problem.from(e)).hasValueSatisfying(problem -> {
                    assertThat(problem.reason()).isEqualTo("INTERNAL");
                    assertThat(problem.metadata()).containsKey("incident");
                }));
    }

    @ParameterizedTest
    @EnumSource(StorageException.Kind.class)
    void answersAFailureOfTheStoreWithItsKind(StorageException.Kind kind) {
        Channel channel = channel(Hosts.echo(Hosts.PLAIN, new Echo(_ -> {
            throw new StorageException(kind, "inner words");
        })));
        Problem expected = new StorageException(kind, "").problem();

        Hosts.assertProblem(() -> Hosts.say(channel, "hello"), expected.code(), expected.reason());
    }

    @Test
    void answersAnExceptionInAStreamToo() {
        var server = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo(_ -> {
                    throw new IllegalArgumentException("mine");
                }))
                .errors(_ -> Problem.of(Status.Code.INVALID_ARGUMENT, "MINE", "Not so.")));
        ManagedChannel channel = hosts.open(server, Hosts.PLAIN);

        var call = io.grpc.stub.ClientCalls.blockingBidiStreamingCall(channel, Echo.CHAT, CallOptions.DEFAULT);
        Hosts.assertProblem(
                () -> {
                    try {
                        boolean _ = call.write("hello");
                        String _ = call.read();
                    } catch (InterruptedException | io.grpc.StatusException e) {
                        throw new StatusRuntimeException(Status.fromThrowable(e), Status.trailersFromThrowable(e));
                    }
                },
                Status.Code.INVALID_ARGUMENT,
                "MINE");
    }

    private Channel channel(ServiceHost.Builder builder) {
        return hosts.open(hosts.start(builder), Hosts.PLAIN);
    }
}

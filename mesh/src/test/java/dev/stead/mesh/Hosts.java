package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.Role;
import dev.stead.mesh.security.TlsConfig;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Real servers and channels on this machine, for the tests of this module; closing it closes them. */
public final class Hosts implements AutoCloseable {
    public static final Access EVERYBODY = Access.builder()
            .allow(Echo.SAY, Role.values())
            .allow(Echo.CHAT, Role.values())
            .build();

    public static final TlsConfig PLAIN = TlsConfig.plaintext("terminal/t-7");

    private final Lifecycle lifecycle = new Lifecycle();

    /** A server of the echo that everybody may call, yet to be started. */
    public static ServiceHost.Builder echo(TlsConfig tls, Echo echo) {
        return ServiceHost.builder("echo", ServerConfig.local(tls))
                .service(echo)
                .access(EVERYBODY);
    }

    public ServiceHost start(ServiceHost.Builder builder) {
        return lifecycle.own(builder.start());
    }

    public ManagedChannel open(ServiceHost host, TlsConfig tls) {
        return open(config(host, tls));
    }

    public ManagedChannel open(ChannelConfig config) {
        return own(Channels.open(config));
    }

    /** A channel that is closed with everything else here. */
    public ManagedChannel own(ManagedChannel channel) {
        lifecycle.own(channel::shutdownNow);
        return channel;
    }

    /** A channel that expects the identity of the task service. */
    public static ChannelConfig config(ServiceHost host, TlsConfig tls) {
        return new ChannelConfig(
                "localhost:" + host.port(), tls, "service/task", Duration.ofSeconds(10), 65_536, Map.of());
    }

    public static String say(Channel channel, String text) {
        return say(channel, CallOptions.DEFAULT, text);
    }

    public static String say(Channel channel, CallOptions options, String text) {
        return ClientCalls.blockingUnaryCall(channel, Echo.SAY, options, text);
    }

    /** Opens a stream. */
    public static Chat chat(Channel channel) {
        return new Chat(ClientCalls.blockingBidiStreamingCall(channel, Echo.CHAT, CallOptions.DEFAULT));
    }

    /** An open stream. */
    public record Chat(BlockingClientCall<String, String> call) {
        /** The answer to one message. */
        public String ask(String text) {
            try {
                boolean _ = call.write(text);
                String answer = call.read(10, TimeUnit.SECONDS);
                if (answer == null) {
                    throw new IllegalStateException("the stream has ended");
                }
                return answer;
            } catch (StatusException e) {
                throw new StatusRuntimeException(e.getStatus(), e.getTrailers());
            } catch (InterruptedException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Goes away without a word. */
        public void drop() {
            call.cancel("the test drops it", null);
        }
    }

    public static void assertProblem(Runnable call, Status.Code code, String reason) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).as(e.getMessage()).isEqualTo(code);
            assertThat(Problem.from(e).map(Problem::reason)).contains(reason);
        });
    }

    public static void assertStatus(Runnable call, Status.Code code, String words) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).as(e.getMessage()).isEqualTo(code);
            assertThat(e.getMessage()).contains(words);
        });
    }

    /** The status and body of a page of the ops port. */
    public static String page(ServiceHost host, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.opsPort() + path))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}

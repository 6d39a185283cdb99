package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.net.Admission;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.sql.StorageException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.InternalMetadata;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests that a server cannot or will not answer, on the wire. */
class MessageTest {
    private final Hosts hosts = new Hosts();

    @AfterEach
    void stop() {
        hosts.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {65_537, 262_145, 5_000_000, 50_000_000})
    void answersAMessageAboveTheServersLimitWithAReason(int size) {
        Channel channel = channel(Hosts.echo(Hosts.PLAIN, new Echo()));

        assertThat(Hosts.say(channel, "x".repeat(65_536))).hasSize(65_536);
        Hosts.assertProblem(
                () -> Hosts.say(channel, "x".repeat(size)), Status.Code.RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
        assertThat(Hosts.say(channel, "hello")).isEqualTo("hello");
    }

    @Test
    void answersAMessageAboveTheMethodsLimitWithAReason() {
        Channel channel = channel(
                Hosts.echo(Hosts.PLAIN, new Echo()).maxMessageBytes(1_000).maxMessageBytes(5_000, Echo.CHAT));

        assertThat(Hosts.say(channel, "x".repeat(1_000))).hasSize(1_000);
        Hosts.assertProblem(
                () -> Hosts.say(channel, "x".repeat(1_001)), Status.Code.RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
        assertThat(Hosts.chat(channel).ask("x".repeat(5_000))).hasSize(5_000);
        Hosts.assertProblem(
                () -> Hosts.chat(channel).ask("x".repeat(5_001)), Status.Code.RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
    }

    /** Where an earlier message of the stream was answered, too: the refusal comes behind the answers. */
    @ParameterizedTest
    @ValueSource(ints = {65_537, 5_000_000})
    void answersALateMessageOfAStreamThatIsTooLargeWithAReason(int size) {
        Hosts.Chat chat = Hosts.chat(channel(Hosts.echo(Hosts.PLAIN, new Echo())));

        assertThat(chat.ask("hello")).isEqualTo("hello");
        Hosts.assertProblem(() -> chat.ask("x".repeat(size)), Status.Code.RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
    }

    @Test
    void aServiceThatLimitsItsCallsGetsBackThePlaceOfAMessageThatWasTooLarge() {
        var admission =
                Admission.builder().share("all", 1.0, Echo.SAY).between(1, 1).build();
        Channel channel = channel(Hosts.echo(Hosts.PLAIN, new Echo()).admission(admission));

        for (int i = 0; i < 5; i++) {
            Hosts.assertProblem(
                    () -> Hosts.say(channel, "x".repeat(5_000_000)),
                    Status.Code.RESOURCE_EXHAUSTED,
                    "MESSAGE_TOO_LARGE");
        }
        assertThat(Hosts.say(channel, "hello")).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void takesCompressedMessagesUpToTheSameLimit(String encoding) {
        Channel channel = compressing(hosts.start(Hosts.echo(Hosts.PLAIN, new Echo())));
        CallOptions compressed = CallOptions.DEFAULT.withCompression(encoding);

        assertThat(Hosts.say(channel, compressed, "x".repeat(65_536))).hasSize(65_536);
        Hosts.assertProblem(
                () -> Hosts.say(channel, compressed, "x".repeat(65_537)),
                Status.Code.RESOURCE_EXHAUSTED,
                "MESSAGE_TOO_LARGE");
        Hosts.assertProblem(
                () -> Hosts.say(channel, compressed, "x".repeat(30_000_000)),
                Status.Code.RESOURCE_EXHAUSTED,
                "MESSAGE_TOO_LARGE");
    }

    /** The header says gzip, but what comes is the text as it is. */
    @Test
    void answersADamagedCompressedMessageAsMalformed() {
        Channel channel =
                compressing(hosts.start(Hosts.echo(Hosts.PLAIN, new Echo())), new Packing("gzip", out -> out));

        Hosts.assertProblem(
                () -> Hosts.say(channel, CallOptions.DEFAULT.withCompression("gzip"), "hello"),
                Status.Code.INVALID_ARGUMENT,
                "MESSAGE_MALFORMED");
    }

    /** As a proxy leaves it that drops the body. */
    @Test
    void answersACallOfOneMessageThatHasNoneWithAReason() {
        Channel channel = channel(Hosts.echo(Hosts.PLAIN, new Echo()));
        var streaming = Echo.SAY.toBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .build();
        BlockingClientCall<String, String> call =
                ClientCalls.blockingBidiStreamingCall(channel, streaming, CallOptions.DEFAULT);
        call.halfClose();

        Hosts.assertProblem(() -> read(call), Status.Code.INVALID_ARGUMENT, "MESSAGE_MALFORMED");
    }

    private static void read(BlockingClientCall<String, String> call) {
        try {
            call.read(10, TimeUnit.SECONDS);
        } catch (StatusException e) {
            throw new StatusRuntimeException(e.getStatus(), e.getTrailers());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void answersACallOfAMethodThatIsNotThereWithAReason() {
        Channel channel = channel(Hosts.echo(Hosts.PLAIN, new Echo()));

        for (String name : List.of("stead.test.Echo/Shout", "stead.test.Other/Say", "grpc.test.Other/Say")) {
            MethodDescriptor<String, String> method =
                    Echo.SAY.toBuilder().setFullMethodName(name).build();
            Hosts.assertProblem(
                    () -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, "hello"),
                    Status.Code.UNIMPLEMENTED,
                    "METHOD_UNKNOWN");
        }
    }

    /** Each time: the transport's own soft limit refuses by chance. */
    @ParameterizedTest
    @ValueSource(ints = {8_200, 16_000, 60_000})
    void answersTooMuchMetadataWithAReason(int size) {
        Channel channel = channel(Hosts.echo(Hosts.PLAIN, new Echo()));

        for (int i = 0; i < 20; i++) {
            assertThat(Hosts.say(with(channel, 7_000), "hello")).isEqualTo("hello");
            Hosts.assertProblem(
                    () -> Hosts.say(with(channel, size), "hello"),
                    Status.Code.RESOURCE_EXHAUSTED,
                    "METADATA_TOO_LARGE");
        }
    }

    /** HTTP/2 permits more characters in a name than a key of gRPC has; proxies and tracers use them. */
    @ParameterizedTest
    @ValueSource(strings = {"x~y", "guid!id", "a*b-bin", "guid:x-request-id", "x|y"})
    void anOddNameInTheMetadataOfACallIsPassedOver(String name) throws Exception {
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo()));
        byte[] peerName = TlsConfig.PLAINTEXT_PEER.getBytes(StandardCharsets.US_ASCII);
        byte[] value = "AAAA".getBytes(StandardCharsets.US_ASCII);
        Metadata odd = InternalMetadata.newMetadata(
                peerName,
                "terminal/t-7".getBytes(StandardCharsets.US_ASCII),
                name.getBytes(StandardCharsets.US_ASCII),
                value);
        ManagedChannel channel = hosts.own(NettyChannelBuilder.forAddress("localhost", host.port())
                .usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(odd))
                .build());

        assertThat(Hosts.say(channel, "hello")).isEqualTo("hello");
    }

    private static Channel with(Channel channel, int size) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("text", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(size / 2));
        headers.put(Metadata.Key.of("more-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[size / 8 * 3]);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
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

        Hosts.assertProblem(() -> Hosts.chat(channel).ask("hello"), Status.Code.INVALID_ARGUMENT, "MINE");
    }

    private Channel channel(ServiceHost.Builder builder) {
        return hosts.open(hosts.start(builder), Hosts.PLAIN);
    }

    /** A channel that can compress, as clients of other languages do. */
    private Channel compressing(ServiceHost host, Compressor... more) {
        CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
        compressors.register(new Codec.Gzip());
        compressors.register(new Packing("deflate", DeflaterOutputStream::new));
        for (Compressor compressor : more) {
            compressors.register(compressor);
        }
        var peer = new Metadata();
        peer.put(Metadata.Key.of(TlsConfig.PLAINTEXT_PEER, Metadata.ASCII_STRING_MARSHALLER), "terminal/t-7");
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", host.port())
                .usePlaintext()
                .compressorRegistry(compressors)
                .intercept(MetadataUtils.newAttachHeadersInterceptor(peer))
                .build();
        return hosts.own(channel);
    }

    private record Packing(String encoding, UnaryOperator<OutputStream> packed) implements Compressor {
        @Override
        public String getMessageEncoding() {
            return encoding;
        }

        @Override
        public OutputStream compress(OutputStream out) {
            return packed.apply(out);
        }
    }
}

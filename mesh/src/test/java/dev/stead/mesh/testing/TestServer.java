package dev.stead.mesh.testing;

import dev.stead.mesh.ErrorInterceptor;
import dev.stead.mesh.ErrorMapper;
import dev.stead.mesh.observe.TraceInterceptor;
import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.Caller;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * An in-process server that answers as a real one does, errors and access list included, to whatever caller a test wants to be:
 *
 * <pre>{@code
 * try (TestServer server = TestServer.start(List.of(new TaskErrors()), service)) {
 *     var stub = SomeServiceGrpc.newBlockingStub(server.as(new Caller.Terminal("t-1")));
 * }
 * }</pre>
 */
public final class TestServer implements AutoCloseable {
    private static final Metadata.Key<Caller> CALLER = Metadata.Key.of("test-caller", new CallerMarshaller());

    private final Server server;
    private final ManagedChannel channel;

    private TestServer(Server server, ManagedChannel channel) {
        this.server = server;
        this.channel = channel;
    }

    /** Without an access list. */
    public static TestServer start(List<? extends ErrorMapper> errors, BindableService... services) {
        return start(errors, Optional.empty(), services);
    }

    /** With the service's own access list. */
    public static TestServer start(List<? extends ErrorMapper> errors, Access access, BindableService... services) {
        return start(errors, Optional.of(access), services);
    }

    private static TestServer start(
            List<? extends ErrorMapper> errors, Optional<Access> access, BindableService... services) {
        String name = InProcessServerBuilder.generateName();
        InProcessServerBuilder builder =
                InProcessServerBuilder.forName(name).executor(Executors.newVirtualThreadPerTaskExecutor());
        for (BindableService service : services) {
            builder.addService(service);
        }
        // The last added runs first.
        access.ifPresent(builder::intercept);
        builder.intercept(new GivenCaller());
        builder.intercept(new ErrorInterceptor(List.copyOf(errors)));
        builder.intercept(new TraceInterceptor());
        try {
            return new TestServer(
                    builder.build().start(),
                    InProcessChannelBuilder.forName(name).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A channel whose calls come from this caller. */
    public Channel as(Caller caller) {
        var headers = new Metadata();
        headers.put(CALLER, caller);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** A channel whose calls come from nobody. */
    public Channel anonymous() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private static final class GivenCaller implements ServerInterceptor {
        @Override
        public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
                ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            Caller caller = headers.get(CALLER);
            Context context = Context.current();
            return Contexts.interceptCall(
                    caller == null
                            ? context
                            : context.withValues(
                                    Caller.KEY,
                                    caller,
                                    Caller.METHOD,
                                    call.getMethodDescriptor().getFullMethodName()),
                    call,
                    headers,
                    next);
        }
    }

    private static final class CallerMarshaller implements Metadata.AsciiMarshaller<Caller> {
        @Override
        public String toAsciiString(Caller caller) {
            return caller.path();
        }

        @Override
        public Caller parseAsciiString(String path) {
            return Caller.ofPath(path).orElseGet(() -> new Caller.Person(path.substring(path.indexOf('/') + 1)));
        }
    }
}

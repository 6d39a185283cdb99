package dev.stead.mesh.net;

import io.grpc.ServerCredentials;
import io.grpc.internal.ObjectPool;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.InternalProtocolNegotiator;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Closes a connection that sends frames which ask for nothing, without end: SETTINGS, PRIORITY, empty DATA, answers to pings that nobody
 * sent, frames of unknown types (CVE-2019-9513, 9515, 9518 and their kind). Each costs little, but it costs, and there is no call by which
 * it could be refused. The transport limits pings, headers and resets itself.
 *
 * <p>It hangs on the transport's connections by grpc-java's internal negotiators: there is no public way to see frames.
 */
public final class FrameLimit {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int FRAMES = 1_000;

    /** Clients send them while they read answers, some of them for every few kilobytes. */
    private static final int WINDOW_UPDATES = 100_000;

    private static final int BUDGET = WINDOW_UPDATES;
    private static final int FRAME = BUDGET / FRAMES;

    private FrameLimit() {}

    /**
     * Credentials of a server whose connections have the limit.
     *
     * @param nanos a monotonic clock, such as {@link System#nanoTime}
     */
    public static ServerCredentials apply(ServerCredentials unlimited, LongSupplier nanos) {
        return InternalNettyServerCredentials.create(
                new Factory(InternalNettyServerCredentials.toNegotiator(unlimited), nanos));
    }

    private record Factory(InternalProtocolNegotiator.ServerFactory unlimited, LongSupplier nanos)
            implements InternalProtocolNegotiator.ServerFactory {
        @Override
        public InternalProtocolNegotiator.ProtocolNegotiator newNegotiator(
                ObjectPool<? extends Executor> offloadExecutors) {
            return new Negotiator(unlimited.newNegotiator(offloadExecutors), nanos);
        }
    }

    private record Negotiator(InternalProtocolNegotiator.ProtocolNegotiator unlimited, LongSupplier nanos)
            implements InternalProtocolNegotiator.ProtocolNegotiator {
        @Override
        public AsciiString scheme() {
            return unlimited.scheme();
        }

        @Override
        public ChannelHandler newHandler(GrpcHttp2ConnectionHandler connection) {
            var decoder = connection.decoder();
            decoder.frameListener(new Frames(decoder.frameListener(), nanos));
            return unlimited.newHandler(connection);
        }

        @Override
        public void close() {
            unlimited.close();
        }
    }

    /** Of one connection; only its event loop calls it. */
    private static final class Frames extends Http2FrameListenerDecorator {
        private final LongSupplier nanos;
        private long begun;
        private int spent;

        Frames(Http2FrameListener next, LongSupplier nanos) {
            super(next);
            this.nanos = nanos;
            this.begun = nanos.getAsLong();
        }

        private void spend(int cost) throws Http2Exception {
            long now = nanos.getAsLong();
            if (now - begun >= WINDOW.toNanos()) {
                begun = now;
                spent = 0;
            }
            spent += cost;
            if (spent > BUDGET) {
                throw Http2Exception.connectionError(
                        Http2Error.ENHANCE_YOUR_CALM, "more than %d frames without content in 10 s", FRAMES);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean endOfStream)
                throws Http2Exception {
            if (!data.isReadable() && !endOfStream) {
                spend(FRAME);
            }
            return super.onDataRead(context, stream, data, padding, endOfStream);
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
            spend(FRAME);
            super.onSettingsRead(context, settings);
        }

        @Override
        public void onSettingsAckRead(ChannelHandlerContext context) throws Http2Exception {
            spend(FRAME);
            super.onSettingsAckRead(context);
        }

        @Override
        public void onPriorityRead(
                ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
                throws Http2Exception {
            spend(FRAME);
            super.onPriorityRead(context, stream, dependency, weight, exclusive);
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
            spend(FRAME);
            super.onPingAckRead(context, data);
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext context, int lastStream, long error, ByteBuf data)
                throws Http2Exception {
            spend(FRAME);
            super.onGoAwayRead(context, lastStream, error, data);
        }

        @Override
        public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) throws Http2Exception {
            spend(1);
            super.onWindowUpdateRead(context, stream, increment);
        }

        @Override
        public void onUnknownFrame(
                ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload)
                throws Http2Exception {
            spend(FRAME);
            super.onUnknownFrame(context, type, stream, flags, payload);
        }
    }
}

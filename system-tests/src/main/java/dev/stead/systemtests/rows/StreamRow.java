package dev.stead.systemtests.rows;

import com.google.protobuf.ByteString;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.mesh.testing.FrameWire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** N5: terminals that send as many frames as they may on their streams, and read no answer. */
final class StreamRow implements Row {
    private static final int STREAMS = 200;
    /** One certificate has 64 connections at most. */
    private static final int TERMINALS = 4;
    /** Less than the window that the server gives before it says anything. */
    private static final int FRAMES = 28;
    /** No answer fits into this: SETTINGS_INITIAL_WINDOW_SIZE is 0. */
    private static final byte[] NO_WINDOW = {0, 4, 0, 0, 0, 0};

    private static final String PATH =
            "/" + IdentificationServiceGrpc.getIdentifyMethod().getFullMethodName();
    private static final long PAUSE = Duration.ofMillis(5).toNanos();
    private static final int MOST_MIB = 192;
    private static final byte[] CANCEL = {0, 0, 0, 8};

    @Override
    public String name() {
        return "N5";
    }

    @Override
    public String proves() {
        return "beside 200 streams that send and never read, a terminal waits at most twice as long";
    }

    @Override
    public Result run(RowContext context) throws Exception {
        int rounds = context.size().of(2, 10);
        Duration slice = Duration.ofMillis(context.size().of(1_000, 6_000));
        try (AttackedMatcher matcher = AttackedMatcher.start(context);
                var streams = new Streams(matcher)) {
            long before = matcher.residentMiB();
            AttackedMatcher.Beside beside = matcher.measure(streams, rounds, slice);
            long more = matcher.residentMiB() - before;
            int answers = matcher.streamAnswers();
            return new Result()
                    .inFlight(STREAMS, beside.landed())
                    .figure("frames", streams.sent)
                    .figure("answers", answers)
                    .require(
                            answers <= rounds * STREAMS,
                            answers + " frames were worked on of " + STREAMS + " unread streams")
                    .figure("more-MiB", more)
                    .require(more <= MOST_MIB, "it took " + more + " MiB more, at most " + MOST_MIB + " were expected")
                    .beside(beside.quiet(), beside.attacked(), context.size());
        }
    }

    /** Owns the connections; in each round each has a stream of its own. */
    private static final class Streams implements AttackedMatcher.Attack, AutoCloseable {
        private final List<FrameWire> wires = new ArrayList<>();
        private final List<byte[]> messages = new ArrayList<>();
        private int stream = -1;
        private int sent;

        Streams(AttackedMatcher matcher) throws IOException {
            for (int i = 0; i < STREAMS; i++) {
                wires.add(matcher.connect("terminal/stalled-" + i % TERMINALS, NO_WINDOW));
            }
            // Made before anything is timed: an attacker has a processor of their own.
            for (int i = 0; i < STREAMS * FRAMES; i++) {
                messages.add(message(matcher.identify(i), i));
            }
        }

        @Override
        public int run(AtomicBoolean over) throws IOException {
            stream += 2;
            for (FrameWire wire : wires) {
                wire.send(FrameWire.call(stream, PATH));
            }
            int stalled = 0;
            for (int frame = 0; frame < FRAMES && !over.get(); frame++) {
                stalled = 0;
                for (FrameWire wire : wires) {
                    wire.send(FrameWire.frame(FrameWire.DATA, 0, stream, messages.get(frame * STREAMS + stalled)));
                    stalled++;
                    sent++;
                }
                LockSupport.parkNanos(PAUSE);
            }
            while (!over.get()) {
                LockSupport.parkNanos(PAUSE);
            }
            for (FrameWire wire : wires) {
                wire.send(FrameWire.frame(FrameWire.RST_STREAM, 0, stream, CANCEL));
            }
            return stalled;
        }

        private static byte[] message(IdentifyOnceRequest person, int number) {
            return FrameWire.message(IdentifyRequest.newBuilder()
                    .setSequence(number / STREAMS + 1)
                    .setGalleryId(person.getGalleryId())
                    .setCaptureNonce(ByteString.copyFrom(ByteBuffer.allocate(16).putLong(0, number)))
                    .setSample(person.getSample())
                    .setLastFrame(true)
                    .build()
                    .toByteArray());
        }

        @Override
        public void close() throws IOException {
            for (FrameWire wire : wires) {
                wire.close();
            }
        }
    }
}

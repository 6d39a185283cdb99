package dev.stead.systemtests.rows;

import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.mesh.testing.FrameWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;

/** N6 to N9: what somebody with the keys of one terminal, or with none, can send to a matcher while others are served. */
final class FrameRow implements Row {
    private static final String TERMINAL = "terminal/stolen";
    private static final String PATH =
            "/" + EnrolmentServiceGrpc.getGetGalleryMethod().getFullMethodName();
    private static final byte[] NOTHING = {};
    /** In bursts of so many frames there are fifty thousand a second. */
    private static final int BURST = 500;

    private static final long PAUSE = Duration.ofMillis(10).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_MIB = 192;
    private static final int MIB = 1 << 20;

    /** One kind of attack, by the word that the row prints. */
    private record Kind(String word, AttackedMatcher.Attack attack) {}

    @Override
    public String name() {
        return "N6-N9";
    }

    @Override
    public String proves() {
        return "floods of frames, silent and slow connections and bombs end, and nobody else waits twice as long";
    }

    @Override
    public Result run(RowContext context) throws Exception {
        int rounds = context.size().of(1, 4);
        Duration slice = Duration.ofMillis(context.size().of(400, 5_000));
        var result = new Result();
        int landed = 0;
        try (AttackedMatcher matcher = AttackedMatcher.start(context)) {
            long before = matcher.residentMiB();
            List<Kind> kinds = kinds(matcher, context.nanoTime());
            var quiet = new TimedCaller.Times();
            var attacked = new TimedCaller.Times();
            String slowest = "";
            double longest = 0;
            for (Kind kind : kinds) {
                AttackedMatcher.Beside beside = matcher.measure(kind.attack(), rounds, slice);
                landed += beside.landed() > 0 ? 1 : 0;
                result.require(beside.landed() > 0, kind.word() + " was let go on");
                quiet.add(beside.quiet());
                attacked.add(beside.attacked());
                double times = beside.attacked().p99() / beside.quiet().p99();
                if (times > longest) {
                    longest = times;
                    slowest = kind.word();
                }
                context.progress()
                        .accept(String.format(
                                Locale.ROOT,
                                "%s: %d, p99 %.1f ms, without %.1f ms",
                                kind.word(),
                                beside.landed(),
                                beside.attacked().p99(),
                                beside.quiet().p99()));
            }
            long more = matcher.residentMiB() - before;
            return result.inFlight(kinds.size(), landed)
                    .figure("slowest", slowest)
                    .figure("more-MiB", more)
                    .require(more <= MOST_MIB, "it took " + more + " MiB more, at most " + MOST_MIB + " were expected")
                    .require(matcher.isAlive(), "the matcher ended")
                    .beside(quiet, attacked, context.size());
        }
    }

    private static List<Kind> kinds(AttackedMatcher matcher, LongSupplier nanoTime) {
        byte[] ping = FrameWire.frame(FrameWire.PING, 0, 0, new byte[8]);
        byte[] settings = FrameWire.frame(FrameWire.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, (byte) 0xff, (byte) 0xff});
        byte[] priority = FrameWire.frame(FrameWire.PRIORITY, 0, 3, new byte[5]);
        byte[] data = FrameWire.frame(FrameWire.DATA, 0, 1, NOTHING);
        // A literal of 2 letters and 100 more; without END_HEADERS there is no end.
        byte[] header = new byte[104];
        Arrays.fill(header, (byte) 'v');
        header[0] = 0;
        header[1] = 1;
        header[3] = 100;
        byte[] more = FrameWire.frame(FrameWire.CONTINUATION, 0, 1, header);
        byte[] empty = FrameWire.frame(FrameWire.CONTINUATION, 0, 1, NOTHING);
        return List.of(
                new Kind("rapid-reset", flood(matcher, nanoTime, NOTHING, FrameRow::reset)),
                new Kind("made-you-reset", flood(matcher, nanoTime, NOTHING, FrameRow::windowOfNone)),
                new Kind("continuation", flood(matcher, nanoTime, unended(), _ -> more)),
                new Kind("empty-continuation", flood(matcher, nanoTime, unended(), _ -> empty)),
                new Kind("ping", flood(matcher, nanoTime, NOTHING, _ -> ping)),
                new Kind("settings", flood(matcher, nanoTime, NOTHING, _ -> settings)),
                new Kind("priority", flood(matcher, nanoTime, NOTHING, _ -> priority)),
                new Kind("empty-data", flood(matcher, nanoTime, FrameWire.call(1, PATH), _ -> data)),
                new Kind("silent", hold(300, matcher::silent)),
                new Kind("silent-after-tls", hold(100, () -> matcher.handshaken(TERMINAL))),
                new Kind("gzip-bomb", refused(matcher, bomb())),
                new Kind("a-message-of-1-MiB", refused(matcher, message(0, MIB, new byte[MIB]))),
                new Kind("a-length-of-4-GiB", refused(matcher, message(0, -1, new byte[100]))));
    }

    private static byte[] reset(int number) {
        int stream = 2 * number + 1;
        return both(
                FrameWire.call(stream, PATH),
                FrameWire.frame(FrameWire.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
    }

    /** The peer itself has to reset the stream (CVE-2025-8671). */
    private static byte[] windowOfNone(int number) {
        int stream = 2 * number + 1;
        return both(FrameWire.call(stream, PATH), FrameWire.frame(FrameWire.WINDOW_UPDATE, 0, stream, new byte[4]));
    }

    private static byte[] unended() {
        byte[] call = FrameWire.call(1, PATH);
        call[4] = 0;
        return call;
    }

    private static byte[] both(byte[] one, byte[] other) {
        byte[] made = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, made, one.length, other.length);
        return made;
    }

    /** Sends frames until it is told to stop and was ended once; on another connection as soon as one is closed. Counts those. */
    private static AttackedMatcher.Attack flood(
            AttackedMatcher matcher, LongSupplier nanoTime, byte[] first, IntFunction<byte[]> frames) {
        return over -> {
            int closed = 0;
            long last = nanoTime.getAsLong() + PATIENCE.toNanos();
            while (!over.get() || (closed == 0 && nanoTime.getAsLong() < last)) {
                try (FrameWire wire = matcher.connect(TERMINAL, NOTHING)) {
                    wire.send(first);
                    for (int number = 0; !over.get() || nanoTime.getAsLong() < last; number += BURST) {
                        var burst = new ByteArrayOutputStream();
                        for (int i = 0; i < BURST; i++) {
                            burst.writeBytes(frames.apply(number + i));
                        }
                        wire.send(burst.toByteArray());
                        LockSupport.parkNanos(PAUSE);
                        if (over.get() && closed > 0) {
                            return closed;
                        }
                    }
                } catch (IOException end) {
                    closed++;
                }
            }
            return closed;
        };
    }

    private interface Opening {
        Socket open() throws IOException;
    }

    /** Opens connections and says nothing. Counts those that were opened. */
    private static AttackedMatcher.Attack hold(int connections, Opening opening) {
        return over -> {
            List<Socket> held = new ArrayList<>();
            try {
                while (held.size() < connections && !over.get()) {
                    held.add(opening.open());
                }
                while (!over.get()) {
                    LockSupport.parkNanos(PAUSE);
                }
                return held.size();
            } finally {
                for (Socket socket : held) {
                    socket.close();
                }
            }
        };
    }

    /** Sends one message again and again. Counts the calls, which are ended without an answer or with their connection. */
    private static AttackedMatcher.Attack refused(AttackedMatcher matcher, byte[] message) {
        return over -> {
            int refused = 0;
            do {
                try (FrameWire wire = matcher.connect(TERMINAL, NOTHING)) {
                    wire.send(FrameWire.call(1, PATH, "grpc-encoding", "gzip"));
                    wire.send(message);
                    FrameWire.Frame end = wire.next(FrameWire.HEADERS, PATIENCE);
                    refused += (end.flags() & FrameWire.END_STREAM) == 0 ? 0 : 1;
                } catch (IOException closed) {
                    refused++;
                }
            } while (!over.get());
            return refused;
        };
    }

    /** As DATA of a call, in frames of 16 KiB. */
    private static byte[] message(int compressed, int length, byte[] content) {
        byte[] whole = ByteBuffer.allocate(5 + content.length)
                .put((byte) compressed)
                .putInt(length)
                .put(content)
                .array();
        var frames = new ByteArrayOutputStream();
        for (int from = 0; from < whole.length; from += 1 << 14) {
            int to = Math.min(whole.length, from + (1 << 14));
            frames.writeBytes(FrameWire.frame(
                    FrameWire.DATA,
                    to == whole.length ? FrameWire.END_STREAM : 0,
                    1,
                    Arrays.copyOfRange(whole, from, to)));
        }
        return frames.toByteArray();
    }

    /** 60 MiB of zeros in 60 KiB. */
    private static byte[] bomb() {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[60 * MIB]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return message(1, packed.size(), packed.toByteArray());
    }
}

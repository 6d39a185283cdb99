package dev.stead.mesh.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection of HTTP/2, frame by frame: each has a header of 9 bytes (RFC 9113, 4.1). */
public final class FrameWire implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    public record Frame(int flags, ByteBuffer payload) {}

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** Without TLS. */
    public FrameWire(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), new byte[0]);
    }

    /**
     * Owns the socket.
     *
     * @param settings of the client: the payload of its first frame
     */
    public FrameWire(Socket socket, byte[] settings) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(frame(SETTINGS, 0, 0, settings));
    }

    public static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /**
     * The headers of a call, as literals that no table keeps (RFC 7541, 6.2.2).
     *
     * @param more names and values
     */
    public static byte[] call(int stream, String path, String... more) {
        var block = new ByteArrayOutputStream();
        String[] namesAndValues = {
            ":method", "POST",
            ":scheme", "http",
            ":path", path,
            ":authority", "localhost",
            "content-type", "application/grpc",
            "te", "trailers"
        };
        literals(block, namesAndValues);
        literals(block, more);
        return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    private static void literals(ByteArrayOutputStream block, String[] namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            block.write(namesAndValues[i].length());
            block.writeBytes(namesAndValues[i].getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The content of DATA with one message of gRPC: not compressed, and its length. */
    public static byte[] message(byte[] bytes) {
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) 0)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    public void send(byte[] frames) throws IOException {
        out.write(frames);
    }

    /** The next frame of a type. */
    public Frame next(int type, Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        while (true) {
            int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
            int found = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int _ = in.readInt();
            byte[] payload = in.readNBytes(length);
            if (found == type) {
                return new Frame(flags, ByteBuffer.wrap(payload));
            }
        }
    }

    public boolean ends(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        try {
            in.skipNBytes(1_000_000);
            return false;
        } catch (EOFException | SocketException end) {
            return true;
        } catch (SocketTimeoutException alive) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

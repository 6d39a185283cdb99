package dev.stead.mesh;

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

/** A connection of HTTP/2 without TLS, frame by frame: each has a header of 9 bytes (RFC 9113, 4.1). */
final class FrameWire implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;

    static final int END_HEADERS = 4;

    record Frame(int flags, ByteBuffer payload) {}

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    FrameWire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(frame(SETTINGS, 0, 0, new byte[0]));
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** The headers of a call, as literals that no table keeps (RFC 7541, 6.2.2). */
    static byte[] call(int stream, String path) {
        var block = new ByteArrayOutputStream();
        String[] namesAndValues = {
            ":method", "POST",
            ":scheme", "http",
            ":path", path,
            ":authority", "localhost",
            "content-type", "application/grpc",
            "te", "trailers"
        };
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            block.write(namesAndValues[i].length());
            block.writeBytes(namesAndValues[i].getBytes(StandardCharsets.US_ASCII));
        }
        return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    void send(byte[] frames) throws IOException {
        out.write(frames);
    }

    /** The next frame of a type. */
    Frame next(int type, Duration patience) throws IOException {
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

    boolean ends(Duration patience) throws IOException {
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

package dev.stead.systemtests.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a client and a server on this machine and does to their bytes what a bad network does. Owns its socket and its
 * connections. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int PIECE = 4_096;

    private final ServerSocket socket;
    private final InetSocketAddress target;
    private final ExecutorService pumps = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = new Fault.None();

    private FaultProxy(ServerSocket socket, InetSocketAddress target) {
        this.socket = socket;
        this.target = target;
    }

    /** Listens on a free port of this machine and passes on to another port of it. */
    public static FaultProxy before(int port) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        var proxy = new FaultProxy(new ServerSocket(0, 200, here), new InetSocketAddress(here, port));
        proxy.pumps.execute(proxy::accept);
        return proxy;
    }

    /** Where clients connect. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Does this from now on, to connections that are there and to new ones. */
    public void begin(Fault next) {
        connections.forEach(connection -> connection.answered.set(0));
        fault = next;
    }

    /**
     * Passes everything on again. Connections of which bytes were lost are reset, as by a peer that comes back and does not know them: a
     * TCP stream with a hole in it does not exist.
     */
    public void heal() {
        fault = new Fault.None();
        connections.stream().filter(connection -> connection.torn).forEach(Connection::reset);
    }

    /** How many connections are open. */
    public int open() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        connections.forEach(Connection::reset);
        pumps.shutdownNow();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                pumps.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        var server = new Socket();
        var connection = new Connection(client, server);
        connections.add(connection);
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, 1_000);
            Future<?> answers = pumps.submit(() -> connection.pump(server, client, true));
            connection.pump(client, server, false);
            answers.get();
        } catch (IOException | ExecutionException refused) {
            connection.reset();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
            connections.remove(connection);
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private final AtomicInteger answered = new AtomicInteger();
        private volatile boolean torn;

        private Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void pump(Socket from, Socket to, boolean answers) {
            byte[] piece = new byte[PIECE];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                    pass(piece, length, out, answers);
                }
                to.shutdownOutput();
            } catch (IOException broken) {
                reset();
            }
        }

        private void pass(byte[] piece, int length, OutputStream out, boolean answers) throws IOException {
            switch (fault) {
                case Fault.None() -> out.write(piece, 0, length);
                case Fault.Delay(Duration by) -> {
                    LockSupport.parkNanos(by.toNanos());
                    out.write(piece, 0, length);
                }
                case Fault.HalfOpen() -> torn = true;
                case Fault.OneWay() -> {
                    if (answers) {
                        torn = true;
                    } else {
                        out.write(piece, 0, length);
                    }
                }
                case Fault.Cut(int afterBytes) -> cut(piece, length, out, answers ? afterBytes : Integer.MAX_VALUE);
                case Fault.Bandwidth(int bytesPerSecond) -> {
                    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() * length / bytesPerSecond);
                    out.write(piece, 0, length);
                }
            }
        }

        private void cut(byte[] piece, int length, OutputStream out, int afterBytes) throws IOException {
            int left = afterBytes == Integer.MAX_VALUE ? length : afterBytes - answered.getAndAdd(length);
            out.write(piece, 0, Math.clamp(left, 0, length));
            if (left < length) {
                reset();
            }
        }

        /** An RST to both ends: whatever was under way is lost. */
        private void reset() {
            for (Socket end : new Socket[] {client, server}) {
                try {
                    end.setSoLinger(true, 0);
                } catch (IOException closed) {
                    // Then there is nothing to reset.
                }
            }
            close();
        }

        private void close() {
            for (Socket end : new Socket[] {client, server}) {
                try {
                    end.close();
                } catch (IOException closed) {
                    // It is closed, which is all that was asked for.
                }
            }
        }
    }
}

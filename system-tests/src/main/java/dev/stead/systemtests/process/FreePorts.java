package dev.stead.systemtests.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicLong;

/** Ports that nobody listens on. */
public final class FreePorts {
    /** Below those that systems give to outgoing connections: such a one could take a killed process' port before it is back. */
    private static final int LOWEST = 10_000;

    private static final int HIGHEST = 30_000;
    private static final int TRIES = 1_000;

    /** Each harness counts from elsewhere. */
    private static final AtomicLong NEXT =
            new AtomicLong(ProcessHandle.current().pid() * 97);

    private FreePorts() {}

    /** One that is free now. */
    public static int one() throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            int port = LOWEST + (int) (NEXT.getAndIncrement() % (HIGHEST - LOWEST));
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another one then.
            }
        }
        throw new IOException("no port between " + LOWEST + " and " + HIGHEST + " is free");
    }
}

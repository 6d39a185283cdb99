package dev.stead.systemtests.process;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports that nobody listens on. */
public final class FreePorts {
    private FreePorts() {}

    /** One that is free now; the kernel gives it to nobody else soon. */
    public static int one() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

package dev.stead.mesh;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Where a server is to listen. If it cannot, the host or the port may be wrong, and the system's message does not say which: each has a
 * setting of its own.
 *
 * @param host of {@code STEAD_HOST}
 * @param portSetting the setting of the port
 * @param purpose what is served there: {@code "calls"}
 */
public record ListenAddress(String host, int port, String portSetting, String purpose) {
    private static final String REQUEST_SECONDS = "5";
    private static final String CONNECTIONS = "256";
    private static final int BACKLOG = 16;

    /**
     * The address, looked up.
     *
     * @throws SettingsException if the host is unknown, or is that of another machine
     */
    public InetSocketAddress resolved() {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new SettingsException(
                    "STEAD_HOST must be an address of this machine, but \"" + host + "\" cannot be resolved.");
        }
        try (var _ = new ServerSocket(0, 1, address.getAddress())) {
            return address;
        } catch (IOException notHere) {
            throw new SettingsException("STEAD_HOST must be an address of this machine, but is \"" + host + "\" ("
                    + notHere.getMessage() + "): set 0.0.0.0 for all of them, or 127.0.0.1 for this machine only.");
        }
    }

    /**
     * A server of plain HTTP there, not started. Whoever sends a request slower than in five seconds is cut off, and no more than so many
     * connections are held: both are settings of the JDK's server, for all of a process.
     *
     * @throws SettingsException as {@link #resolved}, or if the port is taken
     */
    public HttpServer httpServer() {
        System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        System.setProperty("jdk.httpserver.maxConnections", CONNECTIONS);
        try {
            return HttpServer.create(resolved(), BACKLOG);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** What to tell a person when it could not be listened on, although the host is right. */
    public SettingsException refused(IOException cause) {
        return new SettingsException("Cannot listen on " + host + ":" + port + " for " + purpose + " (" + reason(cause)
                + "): stop what listens there, or set another " + portSetting + ".");
    }

    /** gRPC wraps the system's own message. */
    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : reason(cause);
    }
}

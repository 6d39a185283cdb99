package dev.stead.mesh.observe;

import dev.stead.mesh.Settings;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log: one line an event, to standard error, as {@code logback.xml} configures it. */
public final class Logs {
    /** Kept here: the JDK holds its loggers by weak references, and forgets their handlers with them. */
    private static final Logger TRANSPORT = Logger.getLogger("io.grpc.netty");

    private Logs() {}

    /** The values of {@code STEAD_LOG_LEVEL}. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** The values of {@code STEAD_LOG_FORMAT}. */
    public enum Format {
        TEXT,
        JSON
    }

    /** Checks the settings of the log, which {@code logback.xml} has read from the environment before. */
    public static void check(Settings settings) {
        var _ = settings.choice("STEAD_LOG_LEVEL", Level.INFO, "how much is logged");
        var _ = settings.choice("STEAD_LOG_FORMAT", Format.TEXT, "text for people, or json: one object a line");
    }

    /** Routes the JDK's own log, which grpc-java writes to, into ours. */
    public static void bridge() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
            TRANSPORT.setUseParentHandlers(false);
            TRANSPORT.addHandler(new TransportLog(System::nanoTime));
        }
    }
}

package dev.stead.mesh.observe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What grpc's transport has to say about connections, as one short line a second. A peer makes it say something with every bad frame, so
 * the peer must not decide how much is written: 70 bytes cost 3 KB of log. Thread-safe.
 */
final class TransportLog extends Handler {
    private static final Logger LOG = LoggerFactory.getLogger(TransportLog.class);
    private static final long SECOND = 1_000_000_000;
    private static final int LONGEST = 120;

    private final LongSupplier nanos;

    @GuardedBy("this")
    private long lastLine;

    @GuardedBy("this")
    private long unwritten;

    TransportLog(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastLine = nanos.getAsLong() - SECOND;
    }

    @Override
    public void publish(LogRecord event) {
        if (event.getLevel().intValue() < Level.INFO.intValue()) {
            return;
        }
        long more;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (now - lastLine < SECOND) {
                unwritten++;
                return;
            }
            lastLine = now;
            more = unwritten;
            unwritten = 0;
        }
        LOG.warn("A connection failed: {} ({} more since the last such line)", summary(event), more);
    }

    /** Without the stack: it is that of grpc's event loop, always the same. */
    private static String summary(LogRecord event) {
        Throwable cause = event.getThrown();
        String text = cause == null ? event.getMessage() : cause.getClass().getSimpleName() + ", " + cause.getMessage();
        String line = String.valueOf(text).replaceAll("\\p{C}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}

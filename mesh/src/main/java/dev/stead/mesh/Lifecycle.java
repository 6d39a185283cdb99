package dev.stead.mesh;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the resources of a process and closes them, the last opened first. Thread-safe; closing twice is harmless. */
public final class Lifecycle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    @GuardedBy("this")
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean closed;

    /** Takes ownership. A resource given to a closed lifecycle is closed at once and refused. */
    public synchronized <T extends AutoCloseable> T own(T resource) {
        if (closed) {
            close(resource);
            throw new IllegalStateException("The lifecycle is closed: nothing can be started.");
        }
        owned.push(resource);
        return resource;
    }

    /** Closes this on SIGTERM or SIGINT; the process ends when everything is closed. */
    public void closeOnSignal() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::close));
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!owned.isEmpty()) {
            close(owned.pop());
        }
    }

    /** One resource that fails to close must not keep the others open. */
    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("Could not close {}", resource.getClass().getSimpleName(), e);
        }
    }
}

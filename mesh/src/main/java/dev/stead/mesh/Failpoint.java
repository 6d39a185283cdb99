package dev.stead.mesh;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Named points at which a fault test ends the process as a power cut would: nothing is flushed, closed or answered. A process has
 * at most one, set by {@code STEAD_FAILPOINT}, and refuses it unless it was started for a fault test. A point that is off costs one
 * read of a field. Thread-safe.
 */
public final class Failpoint {
    /** The exit code of a process that ends at a failpoint: that of a SIGKILL. */
    public static final int EXIT_CODE = 137;

    /** {@code -Ddev.stead.failpoints=allowed} allows failpoints in a process. */
    public static final String ALLOWED_BY = "dev.stead.failpoints";

    private static final String KEY = "STEAD_FAILPOINT";

    private static final AtomicReference<@Nullable Failpoint> ARMED = new AtomicReference<>();

    private final String point;
    private final int pass;
    private final Runnable end;
    private final AtomicInteger passes = new AtomicInteger();

    private Failpoint(String point, int pass, Runnable end) {
        this.point = point;
        this.pass = pass;
        this.end = end;
    }

    /** Ends the process if this is the point, and the pass of it, that it was told to end at. */
    public static void at(String point) {
        Failpoint here = ARMED.get();
        if (here != null && here.point.equals(point) && here.passes.incrementAndGet() == here.pass) {
            here.end.run();
        }
    }

    /** Whether this process has a failpoint: only then does a point with a cost of its own pay it. */
    public static boolean isArmed() {
        return ARMED.get() != null;
    }

    /**
     * Reads which point this process ends at.
     *
     * @throws SettingsException if there is one and the process was not started for a fault test
     */
    static void arm(Settings settings) {
        settings.optional(KEY, "fault tests only: point:n ends the process at the nth pass of a named point")
                .ifPresent(value -> arm(value, System.getProperty(ALLOWED_BY, ""), Failpoint::halt));
    }

    static void arm(String value, String permission, Runnable end) {
        if (!permission.equals("allowed")) {
            throw new SettingsException(
                    KEY + " ends the process on purpose: unset it, or start a fault test's process with -D" + ALLOWED_BY
                            + "=allowed.");
        }
        int colon = value.indexOf(':');
        String pass = value.substring(colon + 1);
        if (colon < 1 || !pass.matches("[1-9][0-9]{0,6}")) {
            throw new SettingsException(KEY
                    + " must be a point and the pass of it at which the process ends, such as payment.hold.before:3, but is \""
                    + value + "\".");
        }
        ARMED.set(new Failpoint(value.substring(0, colon), Integer.parseInt(pass), end));
    }

    static void disarm() {
        ARMED.set(null);
    }

    private static void halt() {
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}

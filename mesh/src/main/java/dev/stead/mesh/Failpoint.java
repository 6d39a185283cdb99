package dev.stead.mesh;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Named points at which a fault test ends the process hard, as a power cut would: nothing is flushed, closed or answered. One point a
 * process, set by {@code STEAD_FAILPOINT}; a process that was not started for a fault test refuses it. Off, a point is one read of a
 * field. Thread-safe.
 */
public final class Failpoint {
    /** The exit code of a process that ended here: the one that a SIGKILL gives. */
    public static final int EXIT_CODE = 137;

    /** {@code -Ddev.stead.failpoints=allowed} lets a process be ended by a failpoint. */
    public static final String ALLOWED_BY = "dev.stead.failpoints";

    private static final String KEY = "STEAD_FAILPOINT";

    private static final AtomicReference<@Nullable Failpoint> ARMED = new AtomicReference<>();

    private final String point;
    private final int time;
    private final Runnable end;
    private final AtomicInteger passes = new AtomicInteger();

    private Failpoint(String point, int time, Runnable end) {
        this.point = point;
        this.time = time;
        this.end = end;
    }

    /** Ends the process if this is the point and the time that it was told to end at. */
    public static void at(String point) {
        Failpoint here = ARMED.get();
        if (here != null && here.point.equals(point) && here.passes.incrementAndGet() == here.time) {
            here.end.run();
        }
    }

    /** True if some point of this process ends it: what a point would cost may be spent. */
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
        String time = value.substring(colon + 1);
        if (colon < 1 || !time.matches("[1-9][0-9]{0,6}")) {
            throw new SettingsException(
                    KEY + " must be a point and how often it is passed, such as payment.hold.before:3, but is \""
                            + value + "\".");
        }
        ARMED.set(new Failpoint(value.substring(0, colon), Integer.parseInt(time), end));
    }

    static void disarm() {
        ARMED.set(null);
    }

    private static void halt() {
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
